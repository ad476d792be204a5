"""The everyday work that fills a service desk's days: what was asked, and how it ended."""

from __future__ import annotations

from itertools import accumulate
from random import Random
from typing import Final, NamedTuple


class Routine(NamedTuple):
    """``problem`` in the client's words, ``result`` in ours; ``known``: once it was written down as the known fix."""

    title: str
    problem: str
    result: str
    request: bool = False
    known: bool = False


ROUTINE: Final = (
    Routine("Password forgotten after holiday", "I am back from holiday and my password is not accepted.",
            "Reset after calling back on the number on file. New password set."),
    Routine("Account locked", "It says my account is locked. I only mistyped it twice.",
            "An old phone kept trying. Removed its sign-in and unlocked the account.", known=True),
    Routine("New phone for the sign-in code", "I have a new phone and the codes still go to the old one.",
            "Registered the new phone with the client on the line, removed the old one."),
    Routine("Access to a shared folder", "Please give me access to the folder of the accounts team.",
            "Approved by the folder's owner. Added to the group, access tested.", True),
    Routine("Add to a mailing list", "Could you add me to the list for the building?",
            "Added, and a test mail arrived.", True),
    Routine("Printer prints blank pages", "Every second page comes out empty.",
            "Toner was sealed on one side. Removed the strip and printed a test page.", known=True),
    Routine("Paper jam comes back", "The printer jams at the back again and again.",
            "Removed a torn corner behind the drum. Twenty pages without a jam."),
    Routine("Toner low", "The printer asks for toner, and we have none left.",
            "Sent two cartridges from the store, one is kept as a spare.", True),
    Routine("Print job stuck in the queue", "Nothing prints, my job is in the list and does not move.",
            "Cleared the queue and restarted the spooler. Jobs run.", known=True),
    Routine("Cannot print in colour", "Only grey is offered since yesterday.",
            "Default had changed with the driver. Colour is the default again."),
    Routine("Browser shows a certificate warning", "Our own page says that the connection is not private.",
            "The PC's clock was wrong by a day. Time is synchronised again."),
    Routine("Web form cannot be sent", "The button does nothing when I want to send the form.",
            "A blocked script. Allowed for this site only."),
    Routine("PDF opens in the wrong program", "All PDF files open in the browser since the update.",
            "Set the reader as the default again, for all users of the PC."),
    Routine("File cannot be saved", "It says the file is open by somebody else, but nobody has it.",
            "Closed a forgotten session on the server. Saved and reopened."),
    Routine("Deleted folder", "I deleted a folder on the share by mistake an hour ago.",
            "Restored from the snapshot of this morning. The client has checked it."),
    Routine("Older version of a document", "I need the version from last Thursday.",
            "Restored a copy beside the current file.", True),
    Routine("Disk nearly full", "My PC says that there is no space left.",
            "Removed old update files and emptied the bin: 38 GB free."),
    Routine("PC is slow since this morning", "Everything takes very long today.",
            "A scan was running at full speed. Moved it to the evening."),
    Routine("PC restarts by itself", "It has restarted twice while I was writing.",
            "Memory module was loose. Seated it again and tested for an hour."),
    Routine("Fan is loud", "The fan of my PC is loud all day.",
            "Cleaned the dust, temperature is normal."),
    Routine("Keyboard types wrong characters", "I get other characters than the ones on the keys.",
            "Wrong layout for this keyboard. Removed the second layout."),
    Routine("Mouse stops working", "The mouse moves in jumps.",
            "Changed the battery and moved the receiver to the front."),
    Routine("Headset not found", "My headset is not offered in the call program.",
            "Updated the headset's firmware, test call was fine."),
    Routine("Camera shows a black picture", "Others cannot see me in meetings.",
            "The privacy shutter was half closed and the app had no permission. Both set right."),
    Routine("Wifi is weak in one room", "In the small meeting room the wifi drops.",
            "Moved the access point out of the cupboard. Signal is good in all rooms."),
    Routine("Guest wifi code", "We have visitors tomorrow and need a code for the guest wifi.",
            "Code made for two days and sent to reception.", True),
    Routine("Phone does not ring", "My desk phone stays silent, callers reach the mailbox.",
            "A diversion was set. Removed it, and a test call rang."),
    Routine("Change the greeting on the phone", "Please change the greeting for the holiday hours.",
            "New greeting recorded and set with start and end date.", True),
    Routine("Mail is returned", "My mail to a partner comes back with a long error.",
            "The partner's mailbox was full. Told the client, mail was delivered later."),
    Routine("Good mail lands in junk", "Mails from our supplier are always in the junk folder.",
            "Released them and allowed the sender for the whole firm."),
    Routine("Meeting room cannot be booked", "The room is not in the list when I plan a meeting.",
            "The room was missing in the address list. Added it, booking tested."),
    Routine("Out of office for a colleague", "A colleague is ill. Please set an out of office note.",
            "Set with the text from the office manager, until further notice.", True),
    Routine("Update asks for an administrator", "A program wants an administrator for its update.",
            "Installed the update remotely."),
    Routine("Install a program", "Please install the drawing program on my PC.",
            "Licence was free. Installed, and started once with the client.", True),
    Routine("USB stick is not read", "The PC does not show my stick.",
            "Sticks are not allowed here. Shared the files by the portal instead."),
    Routine("Time sheet page does not load", "The page for the time sheets stays white.",
            "Cleared the stored page data. It loads in all browsers."),
)  # fmt: skip

_OFTEN: Final = tuple(accumulate(1 / (place + 5) for place in range(len(ROUTINE))))
"""The first come eight times as often as the last, as everywhere."""


def any_of(dice: Random) -> Routine:
    """One of them, the usual ones more often."""
    return dice.choices(ROUTINE, cum_weights=_OFTEN)[0]


MORNING: Final = (
    Routine("Overnight updates on the lab servers", "Please install the updates before we open.",
            "Six servers updated and restarted, services checked.", True),
    Routine("Restart of the booking server", "The booking server should be restarted before eight.",
            "Restarted at a quarter past seven, first booking tested with reception.", True),
    Routine("Morning check of the backups", "Weekly check.",
            "All jobs are green. One sample file restored and compared.", True),
    Routine("Desk phone without a dial tone", "My phone is dead this morning.",
            "Cable to the wall had come loose. Test call was fine."),
    Routine("Shared printer offline at opening", "The printer at the front desk is offline.",
            "Woke it and turned off deep sleep. Both PCs print."),
    Routine("Cannot sign in after password change", "I changed my password and now nothing lets me in.",
            "Old password was stored in three places. Removed, signed in on PC and phone."),
    Routine("Missing drive after restart", "My drive with the case files is not there.",
            "The VPN started too late. Set it to start before sign-in."),
)  # fmt: skip
