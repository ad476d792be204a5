# What every test instance of Request Tracker has in common.  server.py says through the
# environment which directory is meant (WORKBOARD_RT_HOME) and on which port it answers.
package RT;
use utf8;
use strict;
no strict 'vars'; # RT's options are variables that it declares itself
use warnings;

my $home = $ENV{WORKBOARD_RT_HOME} || die "WORKBOARD_RT_HOME names no instance\n";

# RT writes below its own directory and nowhere else.
our ( $VarPath, $MasonDataDir, $MasonSessionDir ) = ( $home, "$home/pages", "$home/sessions" );

Set( $rtname,       'support' );
Set( $Organization, 'support.example' );
Set( $Timezone,     'UTC' );

Set( $DatabaseType, 'SQLite' );
Set( $DatabaseName, "$home/rt.sqlite3" );

Set( $WebDomain, '127.0.0.1' );
Set( $WebPort,   $ENV{WORKBOARD_RT_PORT} || 80 );

# Mail is appended to $VarPath/<when the process wrote its first one>.mbox and goes nowhere.
Set( $MailCommand,       'mbox' );
Set( $CorrespondAddress, 'support@support.example' );
Set( $CommentAddress,    'support-comment@support.example' );
Set( $OwnerEmail,        'root@support.example' );

Set( $LogToSyslog, undef );
Set( $LogToFile,   undef );
Set( $LogToSTDERR, $ENV{WORKBOARD_RT_LOG} || 'error' );

# A token is checked with bcrypt at each request: 0.24 s of computing at RT's own cost of 12,
# hardly anything at 4, the lowest that RT takes.
Set( $BcryptCost, 4 );

# The statuses of a service provider: a visit can be scheduled, and a client's answer shows.
my @before = qw(new);
my @during = qw(open scheduled waiting-client mail-reply);
my @after  = qw(resolved rejected deleted);

# Everything may become anything, but a closed ticket is reopened before it is scheduled.
my %moves = ( '' => [qw(new open scheduled resolved)] );
for my $status ( @before, @during, @after ) {
    $moves{$status} = [ grep { $_ ne $status } @before, @during, @after ];
}
for my $status (@after) {
    $moves{$status} = [ grep { $_ ne 'scheduled' } @{ $moves{$status} } ];
}

Set(
    %Lifecycles,
    msp => {
        initial     => \@before,
        active      => \@during,
        inactive    => \@after,
        transitions => \%moves,
        defaults    => {
            on_create           => 'new',
            approved            => 'open',
            denied              => 'rejected',
            reminder_on_open    => 'open',
            reminder_on_resolve => 'resolved',
        },
        rights => {
            '* -> *'       => 'ModifyTicket',
            '* -> deleted' => 'DeleteTicket',
        },
        actions => [
            'new -> open'            => { label => 'Begin' },
            'open -> waiting-client' => { label => 'Ask', update => 'Respond' },
            'open -> scheduled'      => { label => 'Schedule', update => 'Comment' },
            '* -> resolved'          => { label => 'Resolve', update => 'Comment' },
            'resolved -> open'       => { label => 'Reopen', update => 'Comment' },
        ],
    },
);

1;
