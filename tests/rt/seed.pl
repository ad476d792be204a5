#!/usr/bin/perl
# Plays a help desk's past into a new, empty Request Tracker and prints who and what is in it.
#
#   seed.pl PAST.JSON LIFECYCLE TICKETS NOW CLONES
#
# PAST.JSON holds the people, the rules and the stories; this program only knows how RT is told
# of them.  A story is a list of steps "WHEN WHO VERB [ARGUMENT...]": WHEN is hours after the step
# before, or with @ hours from NOW; the verbs are the keys of %VERB below.  The highest ids are
# used if CLONES is not 0, so that bulk.py can put that many older tickets in front.
package Clock;
use strict;
use warnings;

# RT looks at the clock for everything it writes down, so we turn the clock to give it a past.
our $now;
BEGIN {
    $now = $ARGV[3] or die "seed.pl PAST.JSON LIFECYCLE TICKETS NOW CLONES\n";
    *CORE::GLOBAL::time   = sub () { return $now };
    *CORE::GLOBAL::gmtime = sub (;$) { return CORE::gmtime( @_ ? shift : $now ) };
}

package main;
use utf8;
use lib '/usr/share/request-tracker5/lib', '/usr/local/share/request-tracker5/lib';
use Encode ();
use JSON ();
use MIME::Entity;
use RT -init;
use RT::Action::SendEmail;

my ( $file, $lifecycle, $count, $present, $clones ) = @ARGV;
my $past     = JSON->new->utf8->decode( slurp($file) );
my $statuses = $past->{statuses}{$lifecycle} or die "no lifecycle $lifecycle\n";
my $root     = RT->SystemUser;
my %id_of;    # key of a ticket => its id
my @reminders;

sub slurp {
    my ($path) = @_;
    open my $handle, '<:raw', $path or die "$path: $!\n";
    local $/ = undef;
    return scalar <$handle>;
}

# RT's methods give back (success, message): stop at the first thing that did not work.
sub must {
    my ( $result, $message ) = @_;
    die 'RT says: ' . ( $message // 'no' ) . "\n" unless $result;
    return $result;
}

sub stamp {
    my ($seconds) = @_;
    my $date = RT::Date->new($root);
    $date->Unix( int $seconds );
    return $date->ISO;
}

sub is_msp { return $lifecycle eq 'msp' }

# --- the desk: people, queues, fields, rights, rules ------------------------------------------

sub make_user {
    my (%about) = @_;
    my $user = RT::User->new($root);
    must( $user->Create( Timezone => 'UTC', %about ) );
    return $user->PrincipalId;
}

sub make_people {
    my %group;
    for my $name (qw(Technicians Leads)) {
        $group{$name} = RT::Group->new($root);
        must( $group{$name}->CreateUserDefinedGroup( Name => $name ) );
    }
    for my $name ( sort keys %{ $past->{staff} } ) {
        my $about = $past->{staff}{$name};
        my $id    = make_user(
            Name         => $name,
            RealName     => $about->{real},
            EmailAddress => "$name\@support.example",
            Password     => "$name-secret",
            Privileged   => 1,
        );
        must( $group{$_}->AddMember($id) ) for @{ $about->{groups} };
    }
    for my $client ( map { $past->{clients}{$_} } sort keys %{ $past->{clients} } ) {
        make_user(
            Name         => $client->{mail},
            RealName     => $client->{name},
            EmailAddress => $client->{mail},
            Organization => $client->{company},
        );
    }
    return;
}

sub grant_rights {
    for my $name ( sort keys %{ $past->{rights} } ) {
        my $group = RT::Group->new($root);
        $name eq 'Everyone' ? $group->LoadSystemInternalGroup($name) : $group->LoadUserDefinedGroup($name);
        for my $right ( @{ $past->{rights}{$name} } ) {
            must( $group->PrincipalObj->GrantRight( Right => $right, Object => RT->System ) );
        }
    }
    return;
}

sub make_queues {
    my @queues;
    for my $name ( @{ $past->{queues} } ) {
        my $queue = RT::Queue->new($root);
        must( $queue->Create( Name => $name, Lifecycle => is_msp() ? 'msp' : 'default' ) );
        push @queues, $queue;
    }
    return @queues;
}

sub make_fields {
    my (@queues) = @_;
    for my $name ( sort keys %{ $past->{fields} } ) {
        my $about = $past->{fields}{$name};
        my $field = RT::CustomField->new($root);
        must( $field->Create( Name => $name, Type => $about->{type}, MaxValues => 1, LookupType => $about->{of} ) );
        must( $field->AddToObject($_) ) for @queues;
        my $order = 0;
        for my $value ( @{ $about->{values} || [] } ) {
            must( $field->AddValue( Name => $value, SortOrder => ++$order ) );
        }
    }
    return;
}

# A user-defined Scrip: when somebody of this kind corresponds, the ticket goes there.
sub make_rule {
    my ( $title, $condition, $status ) = @_;
    must(
        RT::Scrip->new($root)->Create(
            Queue                  => 0,
            Description            => $title,
            ScripCondition         => 'User Defined',
            ScripAction            => 'User Defined',
            Template               => 'Blank',
            CustomIsApplicableCode => qq{my \$what = \$self->TransactionObj;
                my \$staff = \$what->CreatorObj->Privileged;
                my \$status = \$self->TicketObj->Status;
                return \$what->Type eq 'Correspond' && \$status ne '$status' && ($condition);},
            CustomPrepareCode      => 'return 1;',
            CustomCommitCode       => qq{my (\$done, \$why) = \$self->TicketObj->SetStatus('$status');
                RT->Logger->error("cannot set $status: \$why") if !\$done;
                return \$done;},
        )
    );
    return;
}

sub make_rules {
    return unless is_msp();
    # RT's own rule opens a closed ticket; with it a client's answer would pass through "open".
    my $stock = RT::Scrip->new($root);
    $stock->LoadByCols( Description => 'On Correspond Open Inactive Tickets' );
    must( $stock->SetDisabled(1) );
    make_rule( 'The client answered', '!$staff', 'mail-reply' );
    make_rule( 'We answered', q{$staff && $status =~ /^(new|open|mail-reply)$/}, 'waiting-client' );
    return;
}

sub make_tokens {
    my %users;
    for my $name ( 'root', sort keys %{ $past->{staff} } ) {
        my $owner = who($name)->Id;
        my ( $made, $message, $token ) =
            RT::AuthToken->new($root)->Create( Owner => $owner, Description => 'workboard tests' );
        must( $made, $message );
        $users{$name} = { id => 0 + $owner, token => $token };
    }
    return \%users;
}

# --- the past: one ticket, one story ----------------------------------------------------------

{
    my %known;

    sub who {
        my ($name) = @_;
        $known{$name} //= do {
            my $user = RT::CurrentUser->new;
            $user->Load($name);
            die "nobody is called $name\n" unless $user->Id;
            $user;
        };
        return $known{$name};
    }

    sub field_id {
        my ($name) = @_;
        $known{"field $name"} //= do {
            my $field = RT::CustomField->new($root);
            $field->LoadByCols( Name => $name );
            $field->Id;
        };
        return $known{"field $name"};
    }
}

sub words {
    my ( $story, $key ) = @_;
    my $lines = $past->{texts}{$key} or die "no text $key\n";
    my %fill  = (
        subject => $story->{subject},
        client  => $past->{clients}{ $story->{client} }{name},
        owner   => ucfirst( $story->{owner} // '' ),
    );
    return join "\n", map { s/[{](subject|client|owner)[}]/$fill{$1}/gr } @$lines;
}

sub message {
    my ( $from, $text, $subject ) = @_;
    return MIME::Entity->build(
        Type    => 'text/plain',
        Charset => 'UTF-8',
        From    => who($from)->EmailAddress,
        Data    => Encode::encode( 'UTF-8', "$text\n" ),
        defined $subject ? ( Subject => Encode::encode( 'UTF-8', $subject ) ) : (),
    );
}

sub seen_by {    # the story's ticket, in the hands of one person
    my ( $name, $story ) = @_;
    my $ticket = RT::Ticket->new( who($name) );
    $ticket->Load( $story->{id} );
    return $ticket;
}

sub set_status {
    my ( $ticket, $status ) = @_;
    must( $ticket->SetStatus($status) ) if $ticket->Status ne $status;
    return;
}

my %VERB = (    # called with: the ticket, who does it, the story, the step's arguments
    assign => sub { my ( $ticket, undef, $story, $to ) = @_; must( $ticket->SetOwner( $to // $story->{owner} ) ) },
    steal  => sub { my ( $ticket, $who ) = @_; must( $ticket->SetOwner( $who, 'Steal' ) ) },
    status => sub { my ( $ticket, undef, undef, $to ) = @_; set_status( $ticket, $statuses->{$to} // $to ) },
    note   => sub {
        my ( $ticket, $who, $story, $minutes, $kind, $text ) = @_;
        my ( $id, $why, $entry ) =
            $ticket->Comment( MIMEObj => message( $who, words( $story, $text ) ), TimeTaken => $minutes );
        must( $id, $why );
        my %kinds = ( remote => 'Remote', site => 'On site', travel => 'Travel' );
        $entry->UpdateCustomFields( 'CustomField-' . field_id('Kind of work') => $kinds{$kind} ) if $kind ne '-';
    },
    reply => sub {
        my ( $ticket, $who, $story, $minutes, $text ) = @_;
        must( $ticket->Correspond( MIMEObj => message( $who, words( $story, $text ) ), TimeTaken => $minutes ) );
    },
    answer => sub {
        my ( $ticket, $who, $story, $text ) = @_;
        my $message = message( $who, words( $story, $text ), "Re: [support #$story->{id}] $story->{subject}" );
        must( $ticket->Correspond( MIMEObj => $message ) );
    },
    plan => sub {
        my ( $ticket, undef, $story ) = @_;
        must( $ticket->SetStarts( stamp( $present + 3600 * $story->{starts} ) ) );
        must( $ticket->SetTimeEstimated( $story->{minutes} ) );
        set_status( $ticket, $statuses->{planned} );
    },
    remind => sub {
        my ( $ticket, $who, $story, $text ) = @_;
        my $due = stamp( $present + 3600 * ( $story->{remind} + 3 * $story->{reminded}++ ) );
        my $id = must(
            $ticket->Reminders->Add( Subject => words( $story, $text ), Owner => who($who)->Id, Due => $due ) );
        push @reminders, 0 + $id;
    },
    merge => sub { my ( $ticket, undef, $story ) = @_; must( $ticket->MergeInto( $id_of{ $story->{into} } ) ) },
);

sub actor {
    my ( $role, $story ) = @_;
    my %others = ( ana => 'ben', ben => 'chi', chi => 'ana' );
    return $story->{owner}            if $role eq 'owner';
    return $others{ $story->{owner} } if $role eq 'other';
    return $past->{clients}{ $story->{client} }{mail} if $role eq 'client';
    return $story->{cc} if $role eq 'cc';
    return $role;
}

sub take_step {
    my ( $story, $step ) = @_;
    my ( undef, $role, $verb, @arguments ) = split q{ }, $step;
    my $who = actor( $role, $story );
    $VERB{$verb}->( seen_by( $who, $story ), $who, $story, @arguments );
    return;
}

sub open_ticket {
    my ($story) = @_;
    my $client  = $past->{clients}{ $story->{client} };
    my $author  = $story->{by} // $client->{mail};
    my $ticket  = RT::Ticket->new( who($author) );
    my ( $id, undef, $why ) = $ticket->Create(
        Queue     => $story->{queue} // 'Service Desk',
        Subject   => $story->{subject},
        Requestor => $client->{mail},
        Priority  => $story->{priority} // 0,
        Due       => stamp( $Clock::now + 3600 * ( $story->{urgent} ? 8 : 120 ) ),
        MIMEObj   => message( $author, words( $story, 'hello' ), $story->{subject} ),
        $story->{cc} ? ( Cc => $story->{cc} ) : (),
        'CustomField-' . field_id('Client')  => $client->{company},
        'CustomField-' . field_id('Urgency') => $story->{urgent} ? 'Urgent' : 'Not urgent',
    );
    return 0 + must( $id, $why );
}

# The moments of one story as [time, story, step]; the first one, without a step, opens the ticket.
sub moments {
    my ( $story, $begin ) = @_;
    my @moments = ( [ $begin, $story, undef ] );
    for my $step ( @{ $past->{stories}{ $story->{story} } } ) {
        my ( $absolute, $hours ) = $step =~ /^(@?)(-?[0-9.]+) / or die "no time in: $step\n";
        push @moments, [ int( ( $absolute ? $present : $moments[-1][0] ) + 3600 * $hours ), $story, $step ];
    }
    return @moments;
}

# The later stories begin later, eight hours after one another, but nothing lies in the future.
sub agenda {
    my (@stories) = @_;
    my @agenda;
    for my $index ( 0 .. $#stories ) {
        my $begin = $present - 8 * 3600 * ( @stories - $index ) + 60 * ( 7 * $index % 45 );
        my @moments = moments( $stories[$index], $begin );
        my $excess  = $moments[-1][0] - $present;
        @moments = moments( $stories[$index], $begin - $excess ) if $excess > 0;
        push @agenda, @moments;
    }
    return sort { $a->[0] <=> $b->[0] } @agenda;
}

# Raise the ids by a row that is deleted after the first real one: SQLite counts from the highest.
sub with_room_in_front {
    my ( $action, %rows_each ) = @_;
    my $dbh = RT->DatabaseHandle->dbh;
    my %bumper;
    for my $table ( $clones ? keys %rows_each : () ) {
        my ($highest) = $dbh->selectrow_array("SELECT coalesce(max(id), 0) FROM $table");
        $bumper{$table} = $highest + $clones * $rows_each{$table};
        # the names of the columns that may not be empty
        my %needs = ( Principals => ['PrincipalType'], ObjectCustomFieldValues => [qw(CustomField ObjectType ObjectId)] );
        my @columns = ( 'id', @{ $needs{$table} || [] } );
        my $values  = join ', ', $bumper{$table}, ('0') x $#columns;
        $dbh->do( "INSERT INTO $table (" . join( ', ', @columns ) . ") VALUES ($values)" );
    }
    $action->();
    $dbh->do("DELETE FROM $_ WHERE id = $bumper{$_}") for keys %bumper;
    return;
}

# All stories at once, in the order of time: ids and dates then grow together, as in a real one.
sub play {
    my (@stories) = @_;
    for my $moment ( agenda(@stories) ) {
        ( $Clock::now, my $story, my $step ) = @$moment;
        if ( defined $step ) { take_step( $story, $step ) }
        else                 { $story->{id} = $id_of{ $story->{key} // q{} } = open_ticket($story) }
    }
    return;
}

# --- everything in order ----------------------------------------------------------------------

RT->DatabaseHandle->dbh->do('PRAGMA synchronous = OFF');
$Clock::now = $present - 400 * 86_400;
make_people();
grant_rights();
make_fields( make_queues() );
make_rules();

# Who was written to about the past is of no interest, and composing mail is half of the work.
my @told = @{ $past->{tickets} };
splice @told, $count if @told > $count;
{
    no warnings 'redefine';
    local *RT::Action::SendEmail::Prepare = sub { return 0 };
    with_room_in_front(
        sub { play(@told) },
        Tickets                 => 1,
        Transactions            => 24,
        Attachments             => 12,
        Principals              => 4,
        GroupMembers            => 6,
        CachedGroupMembers      => 12,
        ObjectCustomFieldValues => 8,
    );
}

$Clock::now = $present;
delete $id_of{q{}};
print JSON->new->utf8->canonical->pretty->encode(
    {
        now       => 0 + $present,
        lifecycle => $lifecycle,
        users     => make_tokens(),
        tickets   => \%id_of,
        ids       => [ map { $_->{id} } @told ],
        reminders => \@reminders,
    }
);
