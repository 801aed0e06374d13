using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Tests.Commands;
using MeterFirmware.Companion.Tests.Mqtt;
using MeterFirmware.Tests;
using MeterFirmware.Tests.Mqtt;
using MeterFirmware.Tests.Support;
using Xunit;

namespace MeterFirmware.Companion.Tests.Documents;

/// <summary>Every command line of the documents: those of meter are understood, and run where nothing and nobody else is needed.</summary>
public sealed class DocumentedCommandTests(RunningMeter house) : IClassFixture<RunningMeter>
{
    // How the documents mark it.
    private const string Hardware = "🔌";

    private const string MostTelegrams = "100";

    // What else is typed, and why no test here types it. What is not here has to be decided on.
    private static readonly Dictionary<string, string> OtherPrograms = new()
    {
        ["awk"] = "reads the memory and time of a broker",
        ["cat"] = "reads from the keyboard",
        ["cd"] = "followed here",
        ["curl"] = "tests/companion/Serve asks what it asks",
        ["docker"] = "needs an image of a release",
        ["dotnet"] = "its folders are looked at here; .ci/run builds and tests",
        ["echo"] = "writes to a user's profile",
        ["export"] = "variables are set here",
        ["git"] = "fetches a newer version",
        ["grep"] = "reads the memory and time of a broker",
        ["jq"] = "tests/shared/Mqtt reads the fields that it names",
        ["mosquitto"] = "another program's broker",
        ["mosquitto_pub"] = "tests/companion/Remote sends what docs/security.md signs",
        ["openssl"] = "tests/companion/Remote runs the script of docs/security.md",
        ["mosquitto_sub"] = "tests/shared/Mqtt reads the topics that it names",
        ["printf"] = "writes another program's configuration",
        ["setterm"] = "needs a console",
        ["sha256sum"] = "needs the files of a release",
        ["sleep"] = "waits",
        ["sudo"] = "changes the machine",
        ["systemctl"] = "needs the service",
        ["ulimit"] = "changes the shell",
        ["umask"] = "changes the shell",
        ["["] = "asks which console it is",
        ["."] = "reads a user's profile",
    };

    private static readonly RootCommand Root = Program.CreateRoot(TimeProvider.System);

    public static TheoryData<string> Names => [.. Document.All];

    public static TheoryData<string> NamesWithCommands => [.. Document.All.Where(name => Lines(name).Any())];

    public static TheoryData<string> NamesToRun => Effort.IsLong ? NamesWithCommands : ["README.md"];

    [Theory]
    [MemberData(nameof(NamesWithCommands))]
    public void Each_is_understood(string name)
    {
        foreach (string line in Lines(name))
        {
            foreach (ShellCommand command in ShellLine.Split(line))
            {
                if (command.MeterWords is string[] words)
                {
                    Assert.True(Root.Parse(words).Errors.Count == 0, $"{line}\n{string.Join('\n', Root.Parse(words).Errors)}");
                }
                else
                {
                    Assert.True(OtherPrograms.ContainsKey(command.Words[0]), $"{command.Words[0]}, of \"{line}\", is not among the other programs of this test.");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(NamesToRun))]
    public async Task Each_that_needs_nothing_else_ends_well(string name)
    {
        HastyClock clock = new((TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(200)), (DeviceCensus.Patience, TimeSpan.FromMilliseconds(500)));
        string folder = RunningMeter.NewFolder();
        File.WriteAllText(Path.Combine(folder, "meter.json"), $$"""{"tcp": "{{house.Bridge}}"}""");
        try
        {
            foreach (string[] block in Blocks(name))
            {
                string place = folder;
                foreach (string line in block)
                {
                    if (StandsEarlier(name, line))
                    {
                        continue;
                    }

                    string piped = "";
                    foreach (ShellCommand command in ShellLine.Split(line))
                    {
                        if (command.Words is ["cd", string to])
                        {
                            place = Path.Combine(place, to);
                        }
                        else if (command.MeterWords is string[] words && !line.Contains(Hardware, StringComparison.Ordinal) && Runnable(words) is string[] runnable)
                        {
                            byte[] input = command.IsPiped ? Encoding.UTF8.GetBytes(piped) : [];
                            MeterProcess run = input.Length > 0 || runnable.Contains("-")
                                ? MeterProcess.RunApart(house.Home, place, input, runnable)
                                : await MeterProcess.RunAsync(clock, house.Home, place, runnable);
                            Assert.True(run.ExitCode == 0, $"{line}\nwas run as: meter {string.Join(' ', runnable)}\nand ended with {run.ExitCode}: {run.Errors}");
                            piped = run.Output;
                        }
                    }
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_project_and_package_of_dotnet_is_there(string name)
    {
        string[][] dotnet = [.. Lines(name).SelectMany(ShellLine.Split).Where(command => command.Words[0] == "dotnet").Select(command => command.Words)];

        foreach (string[] words in dotnet)
        {
            int project = Array.IndexOf(words, "--project") + 1;
            string? folder = project > 0 ? words[project] : words[1] is "build" or "pack" or "test" or "publish" ? words.ElementAtOrDefault(2) : null;
            Assert.True(folder == null || folder[0] == '-' || Directory.GetFiles(Repository.File(folder.Split('/')), "*.*proj").Length > 0, string.Join(' ', words));
            Assert.True(words[1] != "tool" || words.Contains("MeterFirmware.Companion"), string.Join(' ', words));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Commands_and_options_within_text_are_there(string name)
    {
        HashSet<string> options = [.. All(Root).SelectMany(command => command.Options).SelectMany(option => new[] { option.Name }.Concat(option.Aliases))];
        foreach (string code in new Document(name).InlineCode)
        {
            foreach (ShellCommand command in ShellLine.Split(code.Replace('<', '_').Replace('>', '_')))
            {
                if (command.MeterWords is { Length: > 0 } words)
                {
                    Assert.True(IsThere(words), code);
                }
                else if (command.Words[0].StartsWith("--", StringComparison.Ordinal) && command.Words[0].Length > 2)
                {
                    Assert.True(options.Contains(command.Words[0]), code);
                }
            }
        }
    }

    // | `meter rates show`, `push` | ... `--option` ... |
    [Theory]
    [MemberData(nameof(Names))]
    public void A_row_of_a_table_of_commands_names_its_own_options(string name)
    {
        foreach (string[] row in CommandRows(name))
        {
            string[] codes = Document.Codes(row[0]);
            string[] path = codes[0].Split(' ')[1..];
            string[][] paths = [.. codes.Select(code => code.StartsWith("meter ", StringComparison.Ordinal) ? code.Split(' ')[1..] : [.. path[..^1], code])];
            Command[] commands = [.. paths.Select(words => Find(words).Command)];

            // Placeholders are capitals.
            Assert.Equal(paths.Select(words => words.Last(word => char.IsAsciiLetterLower(word[0]))), commands.Select(command => command.Name));
            foreach (string option in row.Skip(1).SelectMany(Document.Codes).Where(code => code.StartsWith("--", StringComparison.Ordinal)))
            {
                Assert.True(commands.Any(command => command.Options.Any(known => known.Name == option.Split(' ')[0])), $"{option}, of {row[0]}");
            }
        }
    }

    [Fact]
    public void Every_command_stands_in_a_table()
    {
        string[][] rows = [.. Document.All.SelectMany(CommandRows)];

        Assert.All(Root.Subcommands, command => Assert.Contains(rows, row => row[0].Contains($"`meter {command.Name}", StringComparison.Ordinal)));
    }

    private static IEnumerable<string[]> CommandRows(string name) =>
        Document.Tables(new Document(name).Text).SelectMany(table => table.Rows).Where(row => row[0].StartsWith("`meter ", StringComparison.Ordinal));

    // Each block's lines to type; those that go on behind a backslash put together. A script is a program of its own.
    private static IEnumerable<string[]> Blocks(string name) =>
        Document.Blocks(new Document(name).Text, "sh", "bash", "console")
            .Where(block => !block.StartsWith("#!", StringComparison.Ordinal))
            .Select(block => block.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));

    private static IEnumerable<string> Lines(string name) => Blocks(name).SelectMany(block => block);

    // What runs by itself in a document before this one need not run twice.
    private static bool StandsEarlier(string name, string line) =>
        Alone(line) is string words && Document.All.TakeWhile(other => other != name).SelectMany(Lines).Any(earlier => Alone(earlier) == words);

    private static string? Alone(string line) =>
        ShellLine.Split(line) is [{ MeterWords: ["demo" or "serve" or "run" or "watch" or "device", ..] words }] ? string.Join(' ', words) : null;

    private static IEnumerable<Command> All(Command command) => [command, .. command.Subcommands.SelectMany(All)];

    // The command that words name, and the words behind it.
    private static (Command Command, string[] Words) Find(string[] words)
    {
        Command command = Root;
        int i = 0;
        while (i < words.Length && command.Subcommands.FirstOrDefault(inner => inner.Name == words[i]) is Command inner)
        {
            command = inner;
            i++;
        }

        return (command, words[i..]);
    }

    // In a text a command may be without what it takes, or with a placeholder in its place.
    private static bool IsThere(string[] words)
    {
        (Command command, string[] rest) = Find(words);
        bool isWord = command.Subcommands.Count == 0 || rest.Length == 0 || rest[0][0] == '-';
        return isWord && rest.Where(word => word.StartsWith("--", StringComparison.Ordinal)).All(word => command.Options.Any(option => option.Name == word) || word is "--help" or "--version");
    }

    /// <summary>A command line as it can be run here: briefly, at this house's broker and bridge, and dry where it would change something.</summary>
    /// <returns>Null when it needs hardware, a person or a certificate.</returns>
    private string[]? Runnable(string[] words)
    {
        Command command = Find(words).Command;
        bool Has(string option) => command.Options.Any(known => known.Name == option);
        List<string> changed = [.. words];
        if (Has("--dry-run") && !words.Contains("--dry-run") && !words.Contains("--targets"))
        {
            changed.Add("--dry-run");
        }

        bool needsHardware = words.Contains("--port") && !changed.Contains("--dry-run");
        bool needsPerson = (command.Name == "setup" && !words.Contains("--yes")) || words.Contains("--set-password");
        bool needsSystemd = words[0] == "service" && !OperatingSystem.IsLinux();
        bool needsHome = words[0] == "history" && OperatingSystem.IsWindows();
        bool needsCertificate = words.Any(word => word.StartsWith("mqtts:", StringComparison.Ordinal));

        // A broker that shares; tests/serve has one.
        bool needsShare = words.Contains("--share");

        // Those of a device that hangs on the user's wall; tests/companion/Remote has the whole way.
        bool needsDevice = (Has("--secret-file") || command.Name == "devices") && !words.Contains("--broker");
        if (needsShare || needsDevice || needsHardware || needsPerson || needsSystemd || needsHome || needsCertificate)
        {
            return null;
        }

        ParseResult parsed = Root.Parse(words);
        foreach (OptionResult given in parsed.CommandResult.Children.OfType<OptionResult>().Where(given => !given.Implicit && given.Tokens.Count == 1))
        {
            string? other = given.Option.Name switch
            {
                _ when given.Option is Option<BrokerAddress?> => house.Broker,
                "--device" => RunningMeter.Device,
                "--tcp" => house.Bridge,
                "--for" => "1s",
                "--devices" => "2",
                "--listen" or "--telegrams" or "--homewizard" when command.Name == "serve" => "127.0.0.1:0",
                "--telegrams" when given.Tokens[0].Value.Length > MostTelegrams.Length => MostTelegrams,
                _ => null,
            };
            if (other != null)
            {
                changed[changed.IndexOf(given.Option.Name) + 1] = other;
            }
        }

        // Command lines of other documents leave devices behind.
        if (Has("--device") && command.Name is not ("serve" or "install") && !changed.Contains("--device"))
        {
            changed.AddRange(["--device", RunningMeter.Device]);
        }

        // A year of a simulated house takes its time; tests of serve have one.
        if (command.Name == "serve" && !(Effort.IsLong && words.Length == 2) && changed.Remove("--simulate"))
        {
            changed.AddRange(["--tcp", house.Bridge]);
        }

        if (command.Name == "serve" && !changed.Contains("--listen"))
        {
            changed.AddRange(["--listen", "127.0.0.1:0"]);
        }

        // What would never end; a file ends by itself.
        string[] briefly = [.. changed, "--for", "1s"];
        return Has("--for") && !words.Contains("--for") && !words.Contains("--file") && !words.Contains("--out") && !words.Contains("--help") && Root.Parse(briefly).Errors.Count == 0
            ? briefly
            : [.. changed];
    }
}
