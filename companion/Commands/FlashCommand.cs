using System.CommandLine;
using System.CommandLine.Parsing;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Terminal;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter flash</c>: firmware, Wi-Fi, settings and rates onto the chip.</summary>
internal static class FlashCommand
{
    public static Command Create(TimeProvider clock)
    {
        Option<string?> settings = new("--settings") { Description = "Settings; default settings.json when it is there", HelpName = "FILE" };
        Option<string?> rates = new("--rates") { Description = "Rates; default rates.json when it is there", HelpName = "FILE" };
        Option<FlashPart[]> only = new("--only")
        {
            Description = "Only these, of clr, image, wifi and files; default all, Wi-Fi when --wifi-ssid names it",
            HelpName = "PART,PART",
            CustomParser = Parts,
        };
        OptionText.Suggest(only, Enum.GetNames<FlashPart>().Select(name => name.ToLowerInvariant()));
        Option<bool> targets = new("--targets") { Description = "List the targets, and which board takes which" };
        FlashOptions options = new();
        Command command = new("flash", "Put firmware, Wi-Fi, settings and rates on the chip") { settings, rates, only, targets };
        options.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(targets))
            {
                ShowTargets();
                return ExitCode.Well;
            }

            Questions questions = new(AnsiConsole.Console, Questions.HasTerminal, cancellation);
            FlashPreparation preparation = new(options, parsed, questions);
            FlashPart[]? chosen = parsed.GetValue(only) is { Length: > 0 } parts ? parts : null;
            bool Has(FlashPart part) => chosen == null || chosen.Contains(part);
            if (parsed.GetValue(options.Erase) && !Has(FlashPart.Clr))
            {
                throw new CommandFailure(ExitCode.WrongUsage, "--erase leaves a chip without nanoCLR; add clr to --only.");
            }

            // The usual board is a guess until its nanoCLR is flashed, which is only done to the right chip.
            string target = await preparation.TargetAsync(isAsked: false);
            string? knownTarget = preparation.IsTargetGiven || Has(FlashPart.Clr) ? target : null;
            List<ChipFile> files = Has(FlashPart.Files) ? preparation.Files(parsed.GetValue(settings), parsed.GetValue(rates), knownTarget) : [];
            if (files.Count == 0 && chosen?.Contains(FlashPart.Files) == true)
            {
                throw new CommandFailure(ExitCode.BadInput, "There is no settings.json or rates.json here; 'meter setup' writes both, or name them with --settings and --rates.");
            }

            if (chosen == null && !files.Exists(file => file.NameOnChip is SettingsFile.DefaultName or RatesFile.DefaultName))
            {
                Console.Error.WriteLine("No settings.json and rates.json here; the chip keeps its own, or gets the defaults.");
            }

            Nanoff? nanoff = await preparation.NanoffAsync(cancellation);
            using PrivateFolder folder = new();
            FlashRequest request = new()
            {
                Port = await preparation.PortAsync(),
                Target = target,
                HasClr = Has(FlashPart.Clr),
                Erase = parsed.GetValue(options.Erase),
                Image = Has(FlashPart.Image) ? await preparation.ImageAsync(folder.Path, cancellation) : null,
                Wifi = Has(FlashPart.Wifi) ? await preparation.WifiAsync("--wifi-ssid", isAsked: chosen != null, mayBeNone: false) : null,
                Files = files,
                Settings = preparation.Settings,
            };
            await preparation.RunAsync(nanoff, request, folder, clock, cancellation);
            if (nanoff == null && files.Find(file => file.NameOnChip == SettingsFile.DefaultName) is ChipFile settingsFile)
            {
                Console.WriteLine($"# {settingsFile.Path}\n{DryRun.WithoutSecrets(Sources.SmallFile.ReadText(settingsFile.Path))}");
            }

            return ExitCode.Well;
        });
        return command;
    }

    private static void ShowTargets()
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumns("Target", "Boards", "RX", "SDA", "SCL");
        foreach (FlashTarget target in FlashTarget.All)
        {
            table.AddRow(target.Name, target.Boards, $"{target.Pins.Rx}", $"{target.Pins.Data}", $"{target.Pins.Clock}");
        }

        AnsiConsole.Write(table);
        Sentence.Write($"nanoff looks which chip it is before it flashes. It knows further targets: nanoff --listtargets --platform esp32");
    }

    private static FlashPart[] Parts(ArgumentResult result)
    {
        List<FlashPart> parts = [];
        foreach (string word in result.Tokens[0].Value.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!char.IsAsciiLetter(word.FirstOrDefault()) || !Enum.TryParse(word, ignoreCase: true, out FlashPart part))
            {
                result.AddError($"--only takes clr, image, wifi and files with commas between, not \"{word}\".");
                return [];
            }

            parts.Add(part);
        }

        return [.. parts];
    }
}
