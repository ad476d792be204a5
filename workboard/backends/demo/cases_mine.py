"""Dana's own tickets on the demo's day: each shows the board something it must be able to say."""

from __future__ import annotations

from typing import Final

from workboard.backends.demo.script import Case, Plan, answered, clock, noted, told

MINE: Final = (
    Case(
        "Outlook hangs while loading the profile", 2, "reply", number=48213, contact="alder.osei",
        age=182, prior="planned", due=(0, clock(14)), window=(clock(9), clock(11, 30)),
        plan=Plan("Rebuild the Outlook profile", 45, at=clock(10, 30)),
        lines=(
            told("Outlook sticks on the loading screen since lunch. I can read mail in the browser, but the shared "
                 "diary is only in Outlook and I need it for tomorrow's list."),
            answered("Hello Ruth, thank you, we have it. I will start it with you on the phone and look at the "
                     "add-ins first."),
            noted("Opens in safe mode. With all add-ins off it still hangs, so the profile is damaged.", 15,
                  next_step="Make a fresh profile and send a test mail with Ruth"),
            told("I am at my desk until 11:30 today and with patients after that. You can have the PC any time "
                 "before then.", ago=65),
        ),
    ),
    Case(
        "Cannot open X-ray pictures from the chart", 2, "open", contact="alder.patel", age=82,
        plan=Plan("Repair the viewer's link to the image store", 40, at=clock(11, 30)),
        lines=(
            told("When I click a picture in a patient's chart the viewer says the file was not found. The pictures "
                 "are there when I look on the X-ray machine itself."),
            noted("Only this surgery is affected. The viewer still points at the old server name.", 10,
                  next_step="Set the viewer's image path to the new server and open three charts"),
        ),
    ),
    Case(
        "No internet at Pine Road", 1, "waiting_other", contact="alder.moran", age=96,
        lines=(
            told("Nothing works at Pine Road, neither the phones nor the booking system. Reception is writing on "
                 "paper."),
            noted("Router is up, the line is down. Switched the site to the mobile backup: booking works, phones "
                  "are slow. Fault reported to the line provider.", 15,
                  next_step="Ask the provider for the engineer's arrival time", blocked="vendor", ago=75),
            answered("Hello Leah, you are on the backup line now, so booking works. The provider is sending an "
                     "engineer today; I will call you when I know the hour.", ago=70),
        ),
    ),
    Case(
        "Scanner stops on the third page", 3, "reply", number=48190, contact="birch.ito", age=345,
        lines=(
            told("The large scanner by the post room gives up on page three of any longer job. It reports a jam, "
                 "but there is no paper inside."),
            noted("Feed roller of tray 2 was worn and is replaced. Ten pages went through while I was there.", 35),
            answered("Hello Tom, the feed roller in tray 2 is new now. Could you run a job of ten pages today and "
                     "tell me how it goes?"),
            told("Just tried it. From tray 2 it still gives up on the third page. From tray 1 the whole job went "
                 "through.", ago=110),
            told("I have put a note on tray 2 so that nobody uses it for now.", ago=96),
            told("One more question: we have a filing of about 80 pages to scan at noon. Is tray 1 safe for that?",
                 ago=71),
        ),
    ),
    Case(
        "Licence warning in the statistics package", 4, "reply", number=48077, contact="cedar.nkemelu", age=1150,
        lines=(
            told("Every start of the statistics package says the licence ends in five days. Could you renew it for "
                 "the two lab PCs?"),
            noted("Renewal key is in the vendor portal. Entered on both PCs.", 20),
            answered("Hello Paul, both lab PCs have the new key. Please start the package once on each and tell me "
                     "if the warning is gone."),
            told("Gone on both. Thanks, all good now.", ago=40),
        ),
    ),
    Case(
        "Two more seats for the document editor", 4, "reply", number=48201, contact="birch.reyes", age=265,
        lines=(
            told("We need the document editor for two colleagues at Harbour Office. Can you order it?"),
            answered("Hello Ana, yes. Two seats cost 38 a month together. May I order them, and on which account?"),
            told("Approved by Charlotte, please go ahead with both. It goes on the Harbour Office account.", ago=12),
        ),
    ),
    Case(
        "Second screen at reception stays dark", 3, "planned", contact="alder.blythe", age=640,
        plan=Plan("On site at Alder: swap the dock at reception", 30, at=clock(14), fixed=True),
        lines=(
            told("The left screen at reception has been black since the weekend. We swapped the cables, it is not the "
                 "cable."),
            noted("Both screens work on another laptop. The dock does not give a picture on its second port.", 15,
                  next_step="Take the spare dock along and swap it at 14:00"),
            answered("Hello Hannah, the dock is broken. I will come by today at 14:00 and swap it; it takes "
                     "half an hour.", ago=97),
            told("That is fine, reception is quiet at two.", ago=90),
            answered("Good, see you at 14:00.", ago=84),
        ),
    ),
    Case(
        "Backup report has stopped arriving", 3, "open", contact="cedar.ashby", age=1850,
        plan=Plan("Let the backup server send mail again", 30, at=clock(11)),
        lines=(
            told("I have had no backup report since the middle of last week. Are the backups still running?"),
            noted("Backups run every night and are fine. Only the mail is refused: the relay wants a sign-in since "
                  "the change last week.", 20, next_step="Give the backup server its own mail account"),
        ),
    ),
    Case(
        "Move the old project share to the archive", 4, "open", contact="cedar.hahn", age=3900,
        due=(-2, clock(17)), plan=Plan("Copy the last four folders to the archive", 60, at=clock(16)),
        lines=(
            told("The share for the finished project is full of large files. Please move it to the archive by the "
                 "end of next week."),
            noted("420 GB. Started the copy with checksums, out of hours.", 20),
            answered("Hello Viktor, the copy is running at night so that nobody is slowed down. I will tell you when "
                     "it is complete."),
            noted("Sixteen of twenty folders are over and verified. Four had open files.", 15,
                  next_step="Copy the four remaining folders and compare the checksums"),
        ),
    ),
    Case(
        "Signing in takes minutes every morning", 3, "new", contact="cedar.tan", age=95,
        lines=(
            told("When I sign in at nine it takes four or five minutes until I see my desktop. After that everything "
                 "is quick."),
            noted("Taken by phone. She is at Science Park, wired, and it has been like this for about two weeks.", 5,
                  by="jonas"),
        ),
    ),
    Case(
        "VPN drops when the laptop wakes up", 3, "open", contact="birch.hale", age=610,
        lines=(
            told("Each time I open the lid the VPN is gone, and I have to sign in again with the code."),
            noted("Happens on wifi only. The adapter is allowed to power down.", 10,
                  next_step="Turn off power saving of the wifi adapter and test with Martin"),
        ),
    ),
    Case(
        "Shared calendar shows last week", 3, "open", number=48158, contact="cedar.cardoso", age=571,
        plan=Plan("Reset the shared calendar view", 20, at=clock(9, 30)),
        lines=(
            told("The calendar for the lab rooms always opens on last week, for everybody here."),
            noted("Same in the browser, so it is stored in the shared view.", 10),
            noted("Made a copy of the view. It opens on today. Ines tries it with two colleagues first.", 10,
                  next_step="Ask Ines whether the copy works, then replace the old view"),
        ),
    ),
    Case(
        "Old phone number in the mail signature", 4, "waiting_client", contact="alder.adeyemi",
        age=1500,
        lines=(
            told("Our signature still shows the number of the old practice. Please change it for everybody at Pine "
                 "Road."),
            answered("Hello Grace, gladly. Which number should stand there, reception or the new direct line?"),
            noted("The template is ready, only the number is missing.", 5, blocked="client",
                  next_step="Put the number into the template and publish it"),
        ),
    ),
    Case(
        "Laptop for a new starter", 4, "waiting_other", contact="birch.lindqvist", age=1900,
        lines=(
            told("A new paralegal starts at Kings Row soon. We need a laptop like the last one, with a dock."),
            answered("Hello Sofia, I have the quote. It needs Charlotte's approval before I can order."),
            noted("Quote sent to Charlotte Webb. Delivery takes four working days.", 10, blocked="approval",
                  next_step="Order the laptop as soon as Charlotte has approved"),
        ),
    ),
    Case(
        "Replace the switch in the comms cupboard", 4, "waiting_other", contact="alder.frith",
        age=2300,
        lines=(
            told("The box in the cupboard at Pine Road is loud and hot. Does it need to be replaced?"),
            noted("Fan is failing, ports are fine. A managed replacement is 310. It will last some weeks yet.", 25,
                  next_step="Order the switch once the money is released", blocked="budget"),
            answered("Hello Owen, yes, it should be replaced, but there is no hurry. I have asked for the money for "
                     "next month."),
        ),
    ),
    Case(
        "Label printer asks for a driver", 3, "open", contact="cedar.stern", age=500,
        plan=Plan("Install the label printer's driver with Julia", 30, at=clock(15)),
        lines=(
            told("Since the restart the label printer asks for a driver, and I have no rights to install it."),
            noted("Called back in the evening, she had gone home. It needs somebody at the printer.", 5,
                  blocked="daytime", next_step="Install the driver while Julia is at the printer", by="aoife", ago=840),
            answered("Hello Julia, I will do it with you this afternoon at three.", by="marcus", ago=75),
        ),
    ),
    Case(
        "No sound in video calls", 3, "waiting_client", contact="birch.webb", age=560,
        lines=(
            told("In video calls I hear nothing, but music plays."),
            noted("The headset was picked as the default for calls, and it is in a drawer. Set to the speakers.", 10),
            answered("Hello Charlotte, it should work now. Could you try it in your next call and tell me?"),
            noted("Her next call is this week.", 0, blocked="client", next_step="Close it when Charlotte has tried"),
        ),
    ),
    Case(
        "Screen for the meeting room", 4, "planned", contact="cedar.mensah", age=1300,
        plan=Plan("Mount and connect the meeting room screen", 90, day=1, at=clock(10)),
        lines=(
            told("The new screen for the meeting room has arrived. Who puts it up?"),
            answered("Hello Kofi, I will come tomorrow at ten. It takes about an hour and a half.", ago=85),
            told("Good, the room is free until noon.", ago=70),
            answered("Thank you, it is booked.", ago=62),
        ),
    ),
    Case(
        "[Pine Road] Printer [MFP-2] shows [offline] [/]", 3, "open", contact="alder.frith", age=450,
        plan=Plan("Give printer [MFP-2] a fixed address", 20, at=clock(15, 30)),
        lines=(
            told("The printer list says [MFP-2] [offline]. Printing from [Room 3] works, from [reception] it does "
                 "not. Error: [0x00000709] [/dev/usb/lp0]"),
            noted("It got a new address over night. [Room 3] uses the name, [reception] the old address.", 10,
                  next_step="Reserve an address for [MFP-2] and set both PCs to the name"),
        ),
    ),
    Case(
        "Invitations show 📅 and 👩🏽\u200d💻 as empty boxes ☐", 4, "waiting_client",
        contact="cedar.berg", age=1700,
        lines=(
            told("In invitations from our partners I see ☐☐ where others see 📅 or 👩🏽\u200d💻. Not urgent at all 🙂"),
            noted("The font for symbols is missing on her PC. Installed it; it needs a restart ✅", 10,
                  blocked="client", next_step="Ask Elin after her restart"),
            answered("Hello Elin, please restart your PC when it suits you, then they should appear 👍"),
        ),
    ),
)  # fmt: skip
