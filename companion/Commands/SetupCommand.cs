using System.CommandLine;
using System.Text;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Tariffs;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter setup</c>: asks, writes the chip's files, and flashes it.</summary>
internal static class SetupCommand
{
    public static Command Create(TimeProvider clock)
    {
        SetupOptions options = new();
        FlashOptions flash = new();
        Command command = new("setup", "Ask what a new device needs, write settings.json and rates.json, and flash the chip");
        options.AddTo(command);
        flash.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            Questions questions = new(AnsiConsole.Console, Questions.HasTerminal && !parsed.GetValue(options.Yes), cancellation);
            FlashPreparation preparation = new(flash, parsed, questions);
            if (!questions.CanAsk && !parsed.GetValue(options.Yes) && !preparation.IsDryRun)
            {
                throw new CommandFailure(ExitCode.WrongUsage, "Nobody can be asked here; answer by options and add --yes ('meter setup --help' shows them).");
            }

            bool isFlashed = !parsed.GetValue(options.NoFlash);
            string folder = parsed.GetValue(options.Out)!;
            string settingsPath = Path.Combine(folder, SettingsFile.DefaultName);
            string ratesPath = Path.Combine(folder, RatesFile.DefaultName);
            bool mayWrite = preparation.IsDryRun || await MayWriteAsync(questions, parsed.GetValue(options.Force), settingsPath, ratesPath);
            if (!mayWrite)
            {
                Console.Error.WriteLine("Nothing was changed; --out names another folder.");
                return ExitCode.Interrupted;
            }

            Nanoff? nanoff = isFlashed ? await preparation.NanoffAsync(cancellation) : null;
            using PrivateFolder privateFolder = new();
            string target = await preparation.TargetAsync(isAsked: true);
            string port = isFlashed ? await preparation.PortAsync() : "";
            string image = isFlashed ? await preparation.ImageAsync(privateFolder.Path, cancellation) : "";
            WifiCredentials? wifi = isFlashed ? await preparation.WifiAsync("--wifi-ssid or --no-wifi", isAsked: !parsed.GetValue(options.NoWifi), mayBeNone: true) : null;
            DeviceAnswers device = await new DeviceQuestions(options, parsed, questions).AskAsync(FlashTarget.Find(target)?.Pins, parsed.GetValue(flash.Ca), cancellation);
            Prices prices = await new PriceQuestions(options, parsed, questions).AskAsync();

            string settings = SettingsJson.Write(device);
            string rates = RatesJson.Write(prices);
            byte[] ratesBytes = Encoding.UTF8.GetBytes(rates);
            ShowSummary(questions.Console, device, prices, RatesReader.Read(ratesBytes, ratesBytes.Length), target, settingsPath, ratesPath, isFlashed ? port : null, wifi);
            if (questions.CanAsk && !preparation.IsDryRun && !await questions.ConfirmAsync("Go ahead?", isYes: true))
            {
                Console.Error.WriteLine("Nothing was changed.");
                return ExitCode.Interrupted;
            }

            if (preparation.IsDryRun)
            {
                Console.WriteLine($"# {settingsPath}\n{DryRun.WithoutSecrets(settings)}\n\n# {ratesPath}\n{rates}");
            }
            else
            {
                Write(folder, settingsPath, settings, ratesPath, rates);
                questions.Console.MarkupLineInterpolated($"Wrote {settingsPath} and {ratesPath}.");
            }

            if (isFlashed)
            {
                List<ChipFile> files = preparation.IsDryRun
                    ? [new(SettingsFile.DefaultName, settingsPath), new(RatesFile.DefaultName, ratesPath)]
                    : preparation.Files(settingsPath, ratesPath, target);
                FlashRequest request = new()
                {
                    Port = port,
                    Target = target,
                    HasClr = true,
                    Erase = parsed.GetValue(flash.Erase),
                    Image = image,
                    Wifi = wifi,
                    Files = files,
                    Settings = preparation.Settings,
                };
                try
                {
                    await preparation.RunAsync(nanoff, request, privateFolder, clock, cancellation);
                }
                catch (CommandFailure failure) when (nanoff != null)
                {
                    throw new CommandFailure(failure.ExitCode, $"{failure.Message}\nThe files are written; to flash them: {FlashLine(folder, settingsPath, ratesPath, target, wifi?.Ssid)}");
                }
            }
            else if (!preparation.IsDryRun)
            {
                string? ssid = device.Broker != null && !parsed.GetValue(options.NoWifi) ? "NAME" : null;
                Console.WriteLine($"Next: {ShellWords.Join(["meter", "rates", "check", ratesPath])}\n      {FlashLine(folder, settingsPath, ratesPath, target, ssid)}");
            }

            return ExitCode.Well;
        });
        return command;
    }

    private static string FlashLine(string folder, string settingsPath, string ratesPath, string target, string? ssid) => ShellWords.Join(
    [
        "meter", "flash", "--target", target,
        .. folder == "." ? Array.Empty<string>() : ["--settings", settingsPath, "--rates", ratesPath],
        .. ssid == null ? Array.Empty<string>() : ["--wifi-ssid", ssid],
    ]);

    private static async Task<bool> MayWriteAsync(Questions questions, bool isForced, params string[] paths)
    {
        string[] present = [.. paths.Where(File.Exists)];
        if (present.Length == 0 || isForced)
        {
            return true;
        }

        string names = string.Join(" and ", present);
        return questions.CanAsk
            ? await questions.ConfirmAsync($"{names} will be overwritten, a secret in it replaced by a new one. Is that right?", isYes: false)
            : throw new CommandFailure(ExitCode.BadInput, $"{names} would be overwritten; add --force, or name another folder with --out.");
    }

    private static void Write(string folder, string settingsPath, string settings, string ratesPath, string rates)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The folder {folder} cannot be made: {error.Message.TrimEnd('.')}; name another with --out.");
        }

        OwnerFile.Replace(settingsPath, settings, isSecret: true);
        OwnerFile.Replace(ratesPath, rates, isSecret: false);
    }

    private static void ShowSummary(
        IAnsiConsole console,
        DeviceAnswers device,
        Prices prices,
        Rates rates,
        string target,
        string settingsPath,
        string ratesPath,
        string? port,
        WifiCredentials? wifi)
    {
        Table table = new() { Border = TableBorder.Rounded, ShowHeaders = false };
        table.AddColumns("", "");
        void Row(string what, string value) => table.AddRow($"[yellow]{what}[/]", Markup.Escape(value));
        Row("Device", device.Name);
        Row("Board", device.Pins is BoardPins pins ? $"{target}: P1 data to GPIO{pins.Rx}, display SDA {pins.Data}, SCL {pins.Clock}" : target);
        Row("Broker", device.Broker is Broker broker
            ? $"{broker.Host}:{broker.Port}{(broker.IsTls ? " with TLS" : "")}, {(broker.User.Length > 0 ? $"as {broker.User}" : "without user")}"
            : "none");
        Row("Rates and settings over MQTT", device.IsAccessOpen ? "from anyone at the broker" : "signed with the secret in settings.json");
        Row("Electricity", prices.Contract.Description);
        Row("Capacity tariff", prices.Area.CentPerKwYear == 0
            ? "none"
            : $"{prices.Area.Title}, {GridArea.Year}: {Amount.Write(prices.Area.MicroEuroPerKwYear)} EUR/kW a year with {GridArea.VatPercent} % VAT");
        Row("Files", $"{settingsPath} (for your eyes only), {ratesPath}");
        Row("Flash", port == null ? "nothing" : $"the chip on {port}: nanoCLR, firmware, {(wifi == null ? "" : $"Wi-Fi {wifi.Ssid}, ")}files");
        console.Write(table);
        console.Write(RatesTable.Of(rates));
    }
}
