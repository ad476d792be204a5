#!/usr/bin/perl
# Serves one instance on a socket that server.py has opened already (SERVER_STARTER_PORT is
# how Starlet is told of it).  Ends on TERM, or when standard input ends: server.py holds the
# other end of it, so a test run that dies takes its Request Tracker along.
use strict;
use warnings;
use POSIX ();

use constant PSGI => '/usr/share/request-tracker5/libexec/rt-server';

sub answer_requests {
    my ($workers) = @_;
    require Plack::Util;
    require Plack::Handler::Starlet;
    local @ARGV = ();
    my $app = Plack::Util::load_psgi(PSGI);
    # One request per connection: an idle client must not keep a worker from the others.
    my $server = Plack::Handler::Starlet->new( max_workers => $workers, max_reqs_per_child => 2000 );
    return $server->run($app);
}

sub close_inherited {
    my ($fd) = ( $ENV{SERVER_STARTER_PORT} // '' ) =~ /=(\d+)\z/ or die "server.py starts this\n";
    POSIX::close($fd);
    return;
}

sub stand_guard {
    my ($server) = @_;
    close_inherited();
    $SIG{TERM} = sub { kill TERM => $server };
    # Nobody writes: a read returns when the other end is closed, or a signal came.
    while (1) {
        my $got = sysread STDIN, my $byte, 1;
        last if defined $got and $got == 0;
    }
    kill TERM => $server;
    sleep 60 while kill 0 => $server;
    return;
}

my $workers = shift // 2;
$SIG{CHLD} = sub { waitpid -1, 0; POSIX::_exit( $? ? 1 : 0 ) };
my $server = fork // die "cannot fork: $!\n";
if ($server) {
    stand_guard($server);
}
else {
    $SIG{CHLD} = 'DEFAULT';
    open STDIN, '<', '/dev/null' or die "/dev/null: $!\n";
    answer_requests($workers);
}
