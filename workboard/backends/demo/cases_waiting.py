"""What Dana's colleagues have open, part two: clients who answered, and tickets that wait for somebody."""

from __future__ import annotations

from typing import Final

from workboard.backends.demo.script import Case, answered, noted, told

ANSWERED: Final = (
    Case(
        "Letter template has the old logo", 4, "reply", firm="birch",
        lines=(
            told("Our letter template still has the old logo."),
            answered("Could you send us the new logo as a file, please?"),
            told("Attached, in two sizes.", ago=150),
        ),
    ),
    Case(
        "Pop-up when the lab notebook opens", 3, "reply", firm="cedar",
        lines=(
            told("A window about a missing component appears when I open the lab notebook."),
            noted("Component installed again.", 10),
            answered("It should be gone. Could you open it once and tell me?"),
            told("It is still there, but only for the first notebook of the day.", ago=28),
        ),
    ),
    Case(
        "Appointment reminders are sent twice", 3, "reply", firm="alder",
        lines=(
            told("Patients tell us that they get two reminders."),
            noted("The job runs on the old and on the new server. Stopped it on the old one.", 15),
            answered("I have stopped the second job. Please tell us if it happens again."),
            told("Since then every patient got one. Thank you!", ago=55),
        ),
    ),
    Case(
        "Cannot share my screen", 3, "reply", firm="birch",
        lines=(
            told("In calls with the court I cannot share my screen."),
            answered("Which program does the court use for the call?"),
            told("It runs in the browser, there is nothing to install. I have the next one this week.", ago=95),
        ),
    ),
    Case(
        "Cable is too short in room 5", 4, "reply", firm="alder",
        lines=(
            told("We turned the desk in room 5, and now the network cable is too short."),
            answered("How long should it be? I will bring one."),
            told("Five metres would do.", ago=77),
        ),
    ),
)  # fmt: skip

WAITING: Final = (
    Case(
        "Phone number to be carried over", 4, "waiting_other", firm="alder",
        lines=(
            told("We would like to keep our old number with the new phones."),
            noted("Form sent to the old provider. They have ten days.", 10, blocked="vendor",
                  next_step="Ask the provider for the date"),
        ),
    ),
    Case(
        "Crash when a large table is exported", 3, "waiting_other", firm="cedar",
        lines=(
            told("The analysis program closes when I export more than ten thousand rows."),
            noted("Same here with a test table. Sent the log to the maker, case is open.", 30, blocked="vendor",
                  next_step="Try the export again with the maker's next version"),
            answered("The maker has our log. Until then exports in two halves work."),
        ),
    ),
    Case(
        "More space for mail", 4, "waiting_other", contact="birch.hale",
        lines=(
            told("Three mailboxes are nearly full. Can they be larger?"),
            answered("Yes, with the next plan. I have asked Charlotte for her approval."),
            noted("Three seats, the price is in the mail to her.", 5, blocked="approval",
                  next_step="Change the plan once it is approved"),
        ),
    ),
    Case(
        "Second line for Science Park", 4, "waiting_other", contact="cedar.stern",
        lines=(
            told("After the last outage we talked about a second line."),
            noted("Two offers are in the folder. Robert takes them to the budget round.", 30, blocked="budget",
                  next_step="Order the line Robert chooses"),
        ),
    ),
    Case(
        "Docking stations for Kings Row", 4, "waiting_other", firm="birch",
        lines=(
            told("Six of us have no dock and plug in four cables each morning."),
            answered("Six docks are on the list for the next order, as soon as the money is there."),
            noted("Offer is valid for four weeks.", 5, blocked="budget", next_step="Place the order for six docks"),
        ),
    ),
    Case(
        "Rights to the director's calendar", 3, "waiting_other", firm="cedar",
        lines=(
            told("I am asked to plan for the director and cannot change her calendar."),
            noted("Needs her own word. Asked her by mail.", 5, blocked="approval",
                  next_step="Give the right once she has agreed"),
        ),
    ),
    Case(
        "Old PC in the X-ray room", 3, "open", contact="alder.adeyemi", age=520,
        lines=(
            told("The PC in the X-ray room beeps and does not start."),
            noted("Evening shift: nobody could let us in, the room is locked at night.", 10, blocked="daytime",
                  next_step="Open it with Owen in the day and check the memory", by="aoife", ago=830),
        ),
    ),
    Case(
        "Which version of the form is right?", 4, "waiting_client", firm="alder",
        lines=(
            told("Two versions of the consent form are on the share. Please delete the wrong one."),
            answered("Which date is on the right one? I will keep that and remove the other."),
            noted("Both are read-only for now.", 5, blocked="client", next_step="Delete the version that is not named"),
        ),
    ),
    Case(
        "Delayed mail from one sender", 3, "waiting_client", firm="birch",
        lines=(
            told("Mails of one expert witness reach us hours late."),
            noted("Headers needed from one late mail.", 10, blocked="client",
                  next_step="Read the headers and find the slow hop"),
            answered("Could you forward me one of the late mails as an attachment?"),
        ),
    ),
    Case(
        "Sample tracker shows yesterday's list", 3, "waiting_client", firm="cedar",
        lines=(
            told("The tracker shows the list of yesterday until I press reload."),
            noted("Shortened the time the page is kept.", 15, blocked="client",
                  next_step="Close it after two mornings without it"),
            answered("Please watch it for two mornings and write to me."),
        ),
    ),
    Case(
        "Headsets for the front desk", 4, "waiting_client", firm="alder",
        lines=(
            told("We need two headsets."),
            answered("With a cable or without? Without is 40 more for each."),
            noted("Both kinds are in stock.", 0, blocked="client", next_step="Order the kind they choose"),
        ),
    ),
    Case(
        "Laptop shuts down at forty percent", 3, "waiting_client", firm="birch",
        lines=(
            told("My laptop turns off at forty percent of battery."),
            noted("Battery is worn, a new one is here.", 10, blocked="client",
                  next_step="Swap the battery when the laptop comes in"),
            answered("A new battery is here. When can you leave the laptop with us for an hour?"),
        ),
    ),
    Case(
        "Barcode reader adds a letter", 3, "waiting_client", firm="cedar",
        lines=(
            told("The reader puts a letter in front of each code."),
            answered("Please scan the page of settings I have sent you, from top to bottom."),
            noted("The page takes the prefix away.", 10, blocked="client", next_step="Ask whether the prefix is gone"),
        ),
    ),
    Case(
        "Questions about phishing training", 4, "waiting_client", firm="birch",
        lines=(
            told("Can the training be done in two parts?"),
            answered("Yes. Which two days suit your team?"),
            noted("Material is ready.", 0, blocked="client", next_step="Set up the two days they name"),
        ),
    ),
    Case(
        "Tablet for the waiting room", 4, "waiting_client", firm="alder",
        lines=(
            told("We would like patients to fill in the form on a tablet."),
            answered("I can lend you one for a week to try. Who should I show it to?"),
            noted("The loan tablet is charged and set to the form.", 15, blocked="client",
                  next_step="Show it to the person they name"),
        ),
    ),
    Case(
        "Time zone of an instrument", 3, "waiting_client", contact="cedar.hahn",
        lines=(
            told("The analyser's reports are one hour off."),
            noted("It ignores summer time. Can be set in its own menu, behind the lab's code.", 10, blocked="client",
                  next_step="Set the zone with Ines, who has the code"),
            answered("I need somebody with the lab's code for five minutes. When does it suit you?"),
        ),
    ),
    Case(
        "Scan to folder for a new colleague", 4, "waiting_client", firm="birch",
        lines=(
            told("Our new colleague is not on the list of the scanner."),
            answered("Added. Could she try it once and tell me?"),
            noted("Her folder is empty so far.", 5, blocked="client", next_step="Close it when a scan has arrived"),
        ),
    ),
    Case(
        "Photos from the phone to the file", 4, "waiting_client", firm="birch",
        lines=(
            told("How do I get photos from my phone into a case file?"),
            answered("There is an app for it; the short guide is attached. Does it work for you?"),
            noted("Guide sent.", 5, blocked="client", next_step="Offer to show it in person"),
        ),
    ),
)  # fmt: skip
