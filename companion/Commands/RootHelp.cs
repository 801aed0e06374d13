using System.Text;

namespace MeterFirmware.Companion.Commands;

/// <summary>What <c>meter --help</c> says. It is text alone: to make every command first takes nearly as long as the runtime takes to start.</summary>
internal static class RootHelp
{
    /// <summary>What the whole command is for.</summary>
    public const string Description = "Reads a Belgian smart meter: what energy costs, and whether a new peak is ahead.";

    private static readonly (string Title, (string Command, string Description)[] Commands)[] Groups =
    [
        ("See a meter",
        [
            ("demo", "Show a simulated house live; in three minutes a new peak is ahead"),
            ("run", "Show a meter live, from a serial port, the LAN or a recording"),
            ("watch", "Show the live dashboard of a device that publishes to a broker"),
            ("serve", "Serve a meter to browsers, scripts and chargers"),
            ("service", "Let 'meter serve' start with this machine (Linux with systemd)"),
        ]),
        ("Prices and costs",
        [
            ("rates", "Check rates, and show and change those of a device"),
            ("prices", "Get day-ahead prices, show them, and give them to a device"),
            ("bill", "Work out line by line what the invoice of a period should say"),
        ]),
        ("Totals and history",
        [
            ("history", "Import, export and show the history that is kept in a store"),
            ("state", "Show and correct the totals that 'meter run --state FILE' keeps"),
            ("export", "Write days, months and peaks of a state or device as CSV or JSON"),
        ]),
        ("The chip and other devices",
        [
            ("setup", "Ask what a new device needs, write its files, and flash the chip"),
            ("flash", "Put firmware, Wi-Fi, settings and rates on the chip"),
            ("device", "Run the chip's firmware on this PC (a terminal of 128 x 32)"),
            ("devices", "List the devices on a broker, those with topics under meter/"),
            ("settings", "Show and change the settings of a device"),
            ("restart", "Start a device again; it loses nothing"),
            ("ports", "List the serial ports of this machine"),
        ]),
        ("Telegrams and tools",
        [
            ("decode", "Show each line of a telegram in words, and what is unknown"),
            ("test-parser", "Test the parser on recordings or a port, and report problems"),
            ("simulate", "Make a simulated house's telegrams for a file, port or broker"),
            ("completion", "Print the script that makes a shell complete this command's words"),
        ]),
    ];

    /// <summary>What a command is for.</summary>
    /// <param name="command">Its name.</param>
    public static string Of(string command) => Groups.SelectMany(group => group.Commands).Single(entry => entry.Command == command).Description;

    /// <summary>The help as it is printed, within 80 columns.</summary>
    public static string Text()
    {
        StringBuilder text = new();
        text.AppendLine(Description).AppendLine().AppendLine("Usage: meter COMMAND [OPTIONS]");
        foreach ((string title, (string, string)[] commands) in Groups)
        {
            text.AppendLine().AppendLine(title);
            foreach ((string command, string description) in commands)
            {
                text.AppendLine($"  {command,-11}  {description}");
            }
        }

        return text.AppendLine().AppendLine("'meter COMMAND --help' shows its options, 'meter --version' the version.").ToString();
    }
}
