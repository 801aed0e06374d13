using System.CommandLine;
using System.Text;
using MeterFirmware.Companion.Bills;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Tariffs;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter setup</c>: asks, writes the chip's files, and flashes it.</summary>
internal sealed class SetupCommand
{
    private readonly SetupOptions _options;
    private readonly FlashOptions _flash;
    private readonly ParseResult _parsed;
    private readonly Questions _questions;
    private readonly FlashPreparation _preparation;
    private readonly bool _isFlashed;
    private readonly bool _isRatesOnly;
    private readonly string _folder;
    private readonly string _settingsPath;
    private readonly string _ratesPath;

    private SetupCommand(SetupOptions options, FlashOptions flash, ParseResult parsed, CancellationToken cancellation)
    {
        _options = options;
        _flash = flash;
        _parsed = parsed;
        _questions = new Questions(AnsiConsole.Console, Questions.HasTerminal && !parsed.GetValue(options.Yes), cancellation) { AllMissing = Missing };
        _preparation = new FlashPreparation(flash, parsed, _questions);
        _isRatesOnly = parsed.GetValue(options.RatesOnly);
        _isFlashed = !_isRatesOnly && !parsed.GetValue(options.NoFlash);
        _folder = parsed.GetValue(options.Out)!;
        _settingsPath = Path.Combine(_folder, SettingsFile.DefaultName);
        _ratesPath = Path.Combine(_folder, RatesFile.DefaultName);
    }

    public static Command Create(TimeProvider clock)
    {
        SetupOptions options = new();
        FlashOptions flash = new();
        Command command = new("setup", RootHelp.Of("setup"));
        options.AddTo(command);
        flash.AddTo(command);
        command.SetAction((parsed, cancellation) => new SetupCommand(options, flash, parsed, cancellation).RunAsync(clock, cancellation));
        return command;
    }

    private async Task<int> RunAsync(TimeProvider clock, CancellationToken cancellation)
    {
        if (!_questions.CanAsk && !_parsed.GetValue(_options.Yes) && !_preparation.IsDryRun)
        {
            throw new CommandFailure(ExitCode.WrongUsage, "Nobody can be asked here; answer by options and add --yes ('meter setup --help' shows them).");
        }

        if (!_preparation.IsDryRun && !await MayWriteAsync())
        {
            Console.Error.WriteLine("Nothing was changed; --out names another folder.");
            return ExitCode.Interrupted;
        }

        Nanoff? nanoff = _isFlashed ? await _preparation.NanoffAsync(cancellation) : null;
        using PrivateFolder folder = new();
        FlashRequest? request = _isRatesOnly ? null : await AskChipAsync(folder, cancellation);
        DeviceAnswers? device = request == null ? null
            : await new DeviceQuestions(_options, _parsed, _questions, _preparation.IsDryRun).AskAsync(FlashTarget.Find(request.Target)?.Pins, _parsed.GetValue(_flash.Ca), cancellation);
        Prices prices = await new PriceQuestions(_options, _parsed, _questions).AskAsync(DateOnly.FromDateTime(clock.GetLocalNow().DateTime));
        string? settings = device == null ? null : SettingsJson.Write(device);
        string rates = RatesJson.Write(prices);
        ShowSummary(device, prices, rates, request);
        if (_questions.CanAsk && !_preparation.IsDryRun && !await _questions.ConfirmAsync("Go ahead?", isYes: true))
        {
            Console.Error.WriteLine("Nothing was changed.");
            return ExitCode.Interrupted;
        }

        WriteFiles(settings, rates);
        if (_isFlashed)
        {
            await FlashAsync(nanoff, request!, folder, clock, cancellation);
        }
        else if (!_preparation.IsDryRun)
        {
            Console.WriteLine($"Next: {ShellWords.Join(["meter", "rates", "check", _ratesPath])}");
            if (request != null)
            {
                string? ssid = device!.Broker != null && !_parsed.GetValue(_options.NoWifi) ? _parsed.GetValue(_flash.Ssid) ?? "NAME" : null;
                Console.WriteLine($"      {FlashLine(request.Target, ssid)}");
            }
        }

        if (device?.Broker is Broker broker && !_preparation.IsDryRun)
        {
            Console.WriteLine($"Once the device runs: {WatchLine(broker, device.Name)}");
        }

        return ExitCode.Well;
    }

    private string[] Missing()
    {
        string? contract = _parsed.GetValue(_options.Contract);
        return
        [
            .. _isFlashed && !_parsed.GetValue(_options.NoWifi) && _parsed.GetValue(_flash.Ssid) == null ? new[] { "--wifi-ssid (or --no-wifi)" } : [],
            .. _parsed.GetValue(_options.Dso) == null ? new[] { _options.Dso.Name } : [],
            .. contract == null ? new[] { _options.Contract.Name } : [],
            .. (contract == null || HouseholdOptions.Names("registers").Contains(contract)) && _parsed.GetResult(_options.Import) == null ? new[] { _options.Import.Name } : [],
        ];
    }

    private async Task<bool> MayWriteAsync()
    {
        string[] present = [.. (_isRatesOnly ? new[] { _ratesPath } : [_settingsPath, _ratesPath]).Where(File.Exists)];
        if (present.Length == 0 || _parsed.GetValue(_options.Force))
        {
            return true;
        }

        string names = string.Join(" and ", present);
        return _questions.CanAsk
            ? await _questions.ConfirmAsync($"{names} will be overwritten{(present.Contains(_settingsPath) ? ", a secret in it replaced by a new one" : "")}. Is that right?", isYes: false)
            : throw new CommandFailure(ExitCode.BadInput, $"{names} would be overwritten; add --force, or name another folder with --out.");
    }

    // All but the files, which are yet to be written.
    private async Task<FlashRequest> AskChipAsync(PrivateFolder folder, CancellationToken cancellation)
    {
        string target = await _preparation.TargetAsync(isAsked: true);
        return new FlashRequest
        {
            Port = _isFlashed ? await _preparation.PortAsync() : "",
            Target = target,
            HasClr = true,
            Erase = _parsed.GetValue(_flash.Erase),
            Image = _isFlashed ? await _preparation.ImageAsync(folder.Path, cancellation) : null,
            Wifi = _isFlashed ? await _preparation.WifiAsync("--wifi-ssid or --no-wifi", isAsked: !_parsed.GetValue(_options.NoWifi), mayBeNone: true) : null,
        };
    }

    private void WriteFiles(string? settings, string rates)
    {
        if (_preparation.IsDryRun)
        {
            Console.WriteLine($"{(settings == null ? "" : $"# {_settingsPath}\n{DryRun.WithoutSecrets(settings)}\n\n")}# {_ratesPath}\n{rates}");
            return;
        }

        try
        {
            Directory.CreateDirectory(_folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The folder {_folder} cannot be made: {error.Message.TrimEnd('.')}; name another with --out.");
        }

        if (settings != null)
        {
            OwnerFile.Replace(_settingsPath, settings, isSecret: true);
        }

        OwnerFile.Replace(_ratesPath, rates, isSecret: false);
        _questions.Console.MarkupLineInterpolated($"Wrote {(settings == null ? "" : $"{_settingsPath} and ")}{_ratesPath}.");
    }

    private async Task FlashAsync(Nanoff? nanoff, FlashRequest request, PrivateFolder folder, TimeProvider clock, CancellationToken cancellation)
    {
        List<ChipFile> files = _preparation.IsDryRun
            ? [new(SettingsFile.DefaultName, _settingsPath), new(RatesFile.DefaultName, _ratesPath)]
            : _preparation.Files(_settingsPath, _ratesPath, request.Target);
        try
        {
            await _preparation.RunAsync(nanoff, request with { Files = files, Settings = _preparation.Settings }, folder, clock, cancellation);
        }
        catch (CommandFailure failure) when (nanoff != null)
        {
            throw new CommandFailure(failure.ExitCode, $"{failure.Message}\nThe files are written; to flash them: {FlashLine(request.Target, request.Wifi?.Ssid)}");
        }
    }

    private string FlashLine(string target, string? ssid) => ShellWords.Join(
    [
        "meter", "flash", "--target", target,
        .. _folder == "." ? Array.Empty<string>() : ["--settings", _settingsPath, "--rates", _ratesPath],
        .. ssid == null ? Array.Empty<string>() : ["--wifi-ssid", ssid],
        .. _flash.Given(_parsed),
    ]);

    private string WatchLine(Broker broker, string name) => ShellWords.Join(
    [
        "meter", "watch", "--broker", new BrokerAddress(broker.Host, broker.Port, broker.IsTls).ToString(),
        .. broker.User.Length == 0 ? Array.Empty<string>() : ["--user", broker.User],
        .. _parsed.GetValue(_flash.Ca) is string ca ? ["--ca", ca] : Array.Empty<string>(),
        "--device", name,
    ]);

    private void ShowSummary(DeviceAnswers? device, Prices prices, string rates, FlashRequest? request)
    {
        byte[] ratesBytes = Encoding.UTF8.GetBytes(rates);
        Table ratesTable = RatesTable.Of(RatesReader.Read(ratesBytes, ratesBytes.Length));
        Table table = new() { Border = TableBorder.Rounded, ShowHeaders = false };
        table.AddColumns("", "");
        void Row(string what, string value) => table.AddRow($"[yellow]{what}[/]", Markup.Escape(value));
        if (device != null)
        {
            Row("Device", device.Name);
            Row("Board", device.Pins is BoardPins pins ? $"{request!.Target}: P1 data to GPIO{pins.Rx}, display SDA {pins.Data}, SCL {pins.Clock}" : request!.Target);
            Row("Broker", device.Broker is Broker broker
                ? $"{broker.Host}:{broker.Port}{(broker.IsTls ? " with TLS" : "")}, {(broker.User.Length > 0 ? $"as {broker.User}" : "without user")}"
                : "none");
            Row("Rates and settings over MQTT", device.IsAccessOpen ? "from anyone at the broker" : "signed with the secret in settings.json");
        }

        Row("Electricity", prices.Registers.Title + (prices.ImportSpot == null ? "" : ", by the market"));
        Row("Capacity tariff", RatesJson.MicroEuroPerKwYear(prices.Grid) is long capacity and > 0
            ? $"{prices.Grid!.Title}, {prices.Grid.ValidFrom.Year}: {Amount.Write(capacity)} EUR/kW a year with VAT"
            : "none");
        Row("Files", $"{(device == null ? "" : $"{_settingsPath} (for your eyes only), ")}{_ratesPath}");
        if (request != null)
        {
            Row("Flash", _isFlashed ? $"the chip on {request.Port}: nanoCLR, firmware, {(request.Wifi is WifiCredentials wifi ? $"Wi-Fi {wifi.Ssid}, " : "")}files" : "nothing");
        }

        _questions.Console.Write(table);
        _questions.Console.Write(ratesTable);
        foreach ((string rate, List<PricePart> parts) in prices.Parts)
        {
            _questions.Console.Write(PartsTable.Of($"{(rate == "Single" ? "A kWh" : $"A kWh at the rate {rate}")}{(prices.ImportSpot == null ? "" : ", on top of the market's price")}", parts));
        }
    }
}
