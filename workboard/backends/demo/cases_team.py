"""What Dana's colleagues have open on the demo's day, part one: work that is going on."""

from __future__ import annotations

from typing import Final

from workboard.backends.demo.script import Case, Plan, answered, clock, noted, told

GOING_ON: Final = (
    Case(
        "Database of the case software needs its update", 2, "open", firm="birch", site=True,
        plan=Plan("Update the case database in the test copy"),
        lines=(
            told("The vendor writes that our version is no longer supported after this month."),
            answered("We know, and we will try it in a copy first. Nobody has to do anything yet."),
            noted("The update stops at the index step in the copy. I have not worked with this engine before.", 50,
                  help_wanted="somebody who has moved this database before",
                  next_step="Go through the failed step with somebody who knows it"),
        ),
    ),
    Case(
        "Booking system is slow at both sites", 2, "open", firm="alder", site=True, age=98,
        plan=Plan("Rebuild the booking system's index after closing", at=clock(18, 30)),
        lines=(
            told("Each click in the booking system takes five seconds since yesterday afternoon."),
            noted("Server has memory and disk to spare. The slow query is the day list.", 25),
            answered("We have found the slow part. I will repair it after you close, so that nobody is disturbed."),
            told("We close at six."),
            noted("Tried the repair on the copy: the day list opens in half a second.", 30,
                  next_step="Repeat it on the live server at half past six"),
        ),
    ),
    Case(
        "Two-step sign-in for everybody", 3, "planned", firm="birch",
        plan=Plan("Enrol the third group at Kings Row", 60, day=1),
        lines=(
            told("When will it be our turn at Kings Row?"),
            answered("The day is in your calendar now. I come to your floor, in groups of four."),
            told("Is a private phone needed?"),
            answered("No. Who does not want to use a phone gets a small key."),
            told("Then two of us would like a key."),
            answered("Noted, I will bring two."),
            noted("Eight of fourteen are done. Two keys are in the bag.", 20,
                  next_step="Enrol the last six, two of them with keys"),
        ),
    ),
    Case(
        "Freezer alarm does not reach the phones", 2, "open", firm="cedar", age=95,
        plan=Plan("Send a test alarm to all three phones", at=clock(15)),
        lines=(
            told("The freezer gave an alarm at night, and nobody got a message."),
            noted("The alarm box still uses the old mobile number range.", 15),
            answered("Three numbers are corrected. I would like to send a test alarm today, at a time that suits "
                     "you.", 10),
            told("Any time today."),
            answered("Then it comes in the afternoon, and it will say TEST.", 0),
        ),
    ),
    Case(
        "Move of the lab to another room", 4, "planned", firm="cedar",
        plan=Plan("Measure the new room for sockets", 45, day=1),
        lines=(
            told("In two weeks lab 2 moves across the corridor. Eight PCs and two instruments."),
            answered("Thank you for the early word. I will look at the sockets this week."),
            noted("Plan of the room is in the project folder.", 15, next_step="Count sockets and patch ports on site"),
        ),
    ),
    Case(
        "Dictation text appears twice", 3, "open", firm="birch", plan=Plan("Remove the second dictation add-in"),
        lines=(
            told("Since the new version every sentence I dictate is typed twice."),
            noted("Old and new add-in are both active.", 10, next_step="Remove the old add-in and dictate a page"),
        ),
    ),
    Case(
        "Scale does not send weights to the form", 3, "open", firm="cedar",
        plan=Plan("Check the serial adapter of the scale"),
        lines=(
            told("The scale shows the weight, but the form on the PC stays empty."),
            noted("The adapter appears under another port after the last restart.", 20,
                  next_step="Fix the port number and weigh three samples"),
        ),
    ),
    Case(
        "Patient list prints without margins", 3, "open", firm="alder", plan=Plan("Correct the print template"),
        lines=(
            told("The right column of the patient list is cut off on paper."),
            noted("Template is set to Letter, the tray has A4.", 10, next_step="Set A4 in the template and print it"),
        ),
    ),
    Case(
        "Leaver: close the account and keep the mail", 4, "planned", firm="birch",
        plan=Plan("Close the leaver's account on the last day", 30, day=2),
        lines=(
            told("A colleague leaves at the end of the week. Her mail should go to her team lead for a while."),
            answered("We close the account in the evening of the last day and forward the mail for three months."),
            noted("Checklist is attached, the laptop comes back by post.", 10,
                  next_step="Close the account and set the forwarding"),
        ),
    ),
    Case(
        "Temperature log has gaps", 3, "open", firm="cedar", plan=Plan("Replace the logger's battery"),
        lines=(
            told("There are gaps of an hour in the temperature log of room 3."),
            noted("The gaps match its wifi drops. Battery is at nine percent.", 15,
                  next_step="Change the battery and watch it for a day"),
        ),
    ),
    Case(
        "Card reader at the front desk", 3, "open", firm="alder", plan=Plan("Pair the card reader again"),
        lines=(
            told("The card reader says 'connecting' and nothing else. We type in all cards by hand."),
            noted("It lost its pairing when the tablet was updated.", 10, next_step="Pair it again with reception"),
            answered("I will call reception when the waiting room is empty."),
        ),
    ),
    Case(
        "Shared mailbox missing on the phone", 3, "open", firm="birch",
        plan=Plan("Add the shared mailbox on the phone"),
        lines=(
            told("I see the shared mailbox on the PC, but not on my phone."),
            noted("Needs the vendor's own mail app; the built-in one cannot do it.", 5,
                  next_step="Install the app with the client and add the mailbox"),
        ),
    ),
    Case(
        "Microscope PC does not see the network", 2, "open", firm="cedar", age=90,
        plan=Plan("Put the microscope PC into its own network"),
        lines=(
            told("The PC at the microscope has no network since this morning, and the pictures have to leave it."),
            noted("It still runs an old system, and the new rule keeps it out. That rule is right.", 20,
                  next_step="Give it a network of its own with a way to the picture share only"),
            answered("You can copy pictures with the stick at the desk for today; by tonight it works again.", 5),
        ),
    ),
    Case(
        "Meeting recordings fill the share", 4, "open", contact="cedar.mensah",
        plan=Plan("Move recordings older than a year"),
        lines=(
            told("We got a warning that the share is 90 % full."),
            noted("Two thirds are recordings of meetings, most of them old.", 15,
                  next_step="Agree with Robert which recordings may go to the archive"),
        ),
    ),
    Case(
        "Order of names in the address list", 4, "new", firm="birch", plan=Plan("Change the display names"),
        lines=(
            told("Could the address list show the last name first? We search by last name."),
            answered("We can do that for the whole firm. I will tell you before it changes.", 5),
        ),
    ),
    Case(
        "New starter at reception", 4, "new", firm="alder",
        plan=Plan("Make the account for the new starter", 30, day=1),
        lines=(
            told("A new colleague begins at reception next week and needs mail and the booking system."),
            noted("Form is complete, starts Monday.", 5, next_step="Make the account from the reception template"),
        ),
    ),
    Case(
        "Spell checker in the wrong language", 4, "new", firm="birch", plan=Plan("Set the language for the group"),
        lines=(
            told("The spell checker corrects our German letters as if they were English."),
            noted("Four people have it, same office.", 5, by="sam"),
        ),
    ),
    Case(
        "Screen flickers at the hygienist's desk", 3, "new", firm="alder", plan=Plan("Try another cable and screen"),
        lines=(
            told("The screen at the second desk flickers when the lamp is switched on."),
            noted("Taken by phone, a spare screen is in the cupboard there.", 5, by="sam"),
        ),
    ),
    Case(
        "Web cookies banner on our site is broken", 3, "new", firm="birch", plan=Plan("Look at the banner's script"),
        lines=(
            told("On our site the banner covers the whole page on phones."),
            noted("Seen on two phones here as well.", 5, by="sam"),
        ),
    ),
    Case(
        "Instrument software asks for a dongle", 2, "new", firm="cedar", plan=Plan("Find the dongle's licence server"),
        lines=(
            told("The software of the analyser asks for a dongle that is plugged in. We have samples waiting."),
            noted("Called back: the light on the dongle is on.", 5, by="sam"),
        ),
    ),
    Case(
        "No wifi at Harbour Office", 1, "planned", firm="birch",
        plan=Plan("Power the access points at Harbour Office", 60, at=clock(11)),
        age=50,
        lines=(
            told("No wifi in the whole office since this morning, and a hearing is prepared here today."),
            noted("The controller is up, the access points have no power. Cabling works are going on there.", 10,
                  next_step="Drive over and power the access points from the second switch"),
            answered("Hello, a colleague is on the way. Until then please use the cables in the large room.", 5),
        ),
    ),
)  # fmt: skip
