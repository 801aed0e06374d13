using System.CommandLine;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Settings;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary>Makes of the command line what is to be flashed, checked before anything is touched.</summary>
internal sealed class FlashPreparation(FlashOptions options, ParseResult parsed, Questions questions)
{
    private const string WifiPasswordVariable = "METER_WIFI_PASSWORD";

    /// <summary>Whether only to tell.</summary>
    public bool IsDryRun => parsed.GetValue(options.DryRun);

    /// <summary>Whether the command line says which board it is.</summary>
    public bool IsTargetGiven => parsed.GetValue(options.Target) != null;

    /// <summary>What the settings among the files say, or null when there are none.</summary>
    public DeviceSettings? Settings { get; private set; }

    /// <summary>The serial port: the one named, the only one, or the one chosen.</summary>
    public async Task<string> PortAsync()
    {
        if (parsed.GetValue(options.Port) is string given)
        {
            return given;
        }

        string[] ports = SerialPorts.Names;
        return ports.Length switch
        {
            not 1 when IsDryRun => DryRun.Missing("PORT", $"the serial port: {(ports.Length == 0 ? "none is here; plug the chip's USB cable in, or name one with --port" : $"--port names one of {string.Join(", ", ports)}")}"),
            0 => throw new CommandFailure(ExitCode.NotReachable, "No serial port found; plug the chip's USB cable in, or name a port with --port."),
            1 => ports[0],
            _ => await questions.ChoiceAsync(null, "--port", "On which port is the chip?", ports, port => port, port => port),
        };
    }

    /// <summary>The target by its name: the one given, the one chosen, or the usual one.</summary>
    /// <param name="isAsked">Whether it is asked for when the command line does not name it.</param>
    public async Task<string> TargetAsync(bool isAsked)
    {
        string? given = parsed.GetValue(options.Target);
        return given == null && isAsked && questions.CanAsk
            ? (await questions.ChoiceAsync(null, "--target", "Which board is it?", FlashTarget.All, target => target.Name, target => target.Boards)).Name
            : given ?? FlashTarget.Default;
    }

    /// <summary>The access point.</summary>
    /// <param name="nameWays">The options that can answer, for errors.</param>
    /// <param name="isAsked">Whether it is asked for when the command line does not name it.</param>
    /// <param name="mayBeNone">Whether a person may answer that there is none.</param>
    /// <returns>Null when there is none.</returns>
    public async Task<WifiCredentials?> WifiAsync(string nameWays, bool isAsked, bool mayBeNone)
    {
        string? ssid = parsed.GetValue(options.Ssid);
        if (ssid == null && !isAsked)
        {
            return null;
        }

        bool canSkip = mayBeNone && ssid == null && questions.CanAsk;
        ssid = await questions.TextAsync(
            ssid,
            nameWays,
            canSkip ? "Name of the Wi-Fi network (Enter for none)" : "Name of the Wi-Fi network",
            canSkip ? "" : null,
            text => canSkip && text.Length == 0 ? null : WifiCredentials.ProblemOfSsid(text));
        if (ssid.Length == 0)
        {
            return null;
        }

        string ways = $"{options.WifiPasswordFile.Name} or {WifiPasswordVariable}";
        string? given = SecretInput.Read(parsed.GetValue(options.WifiPasswordFile), WifiPasswordVariable);
        string password = given == null && IsDryRun
            ? DryRun.Missing(DryRun.Mask, $"the password of {ssid}: {ways} gives it, else it is asked")
            : await questions.SecretAsync(given, ways, $"Password of {ssid}", WifiCredentials.ProblemOfPassword);
        return new WifiCredentials(ssid, password);
    }

    /// <summary>The firmware, fetched when it has to be.</summary>
    /// <param name="folder">Where a release is put.</param>
    /// <param name="cancellation">Ends the fetching.</param>
    public async Task<string> ImageAsync(string folder, CancellationToken cancellation)
    {
        string? image = parsed.GetValue(options.Image) ?? FirmwareImage.Find(AppContext.BaseDirectory, Directory.GetCurrentDirectory());
        if (image == null)
        {
            if (FirmwareImage.RepositoryUrl.Length == 0)
            {
                const string Ways = "in a clone of the repository run 'dotnet build firmware -c Release', or name a file with --image";
                return IsDryRun
                    ? DryRun.Missing(FirmwareImage.FileName, $"{FirmwareImage.FileName}: {Ways}")
                    : throw new CommandFailure(ExitCode.BadInput, $"There is no {FirmwareImage.FileName} here, and this build knows of no releases; {Ways}.");
            }

            string url = FirmwareImage.NewestUrl(FirmwareImage.RepositoryUrl);
            if (IsDryRun)
            {
                Console.WriteLine($"# {FirmwareImage.FileName} is fetched from {url}");
                return FirmwareImage.FileName;
            }

            questions.Console.MarkupLineInterpolated($"Fetching the newest firmware from {url}");
            image = await FirmwareImage.DownloadAsync(url, folder, cancellation);
        }

        FirmwareImage.Read(image);
        return image;
    }

    /// <summary>The files for the chip: those that are named, and those by the usual names that are there.</summary>
    /// <param name="settings">The settings, or null.</param>
    /// <param name="rates">The rates, or null.</param>
    /// <param name="target">The board whose pins the settings must do with, or null when it is not known yet.</param>
    public List<ChipFile> Files(string? settings, string? rates, string? target)
    {
        List<ChipFile> files = [];
        if (Chosen(settings, SettingsFile.DefaultName) is string settingsPath)
        {
            Settings = SettingsFile.Read(settingsPath);
            if (target != null && FlashTarget.Find(target)?.ProblemOf(Settings) is string problem)
            {
                throw new CommandFailure(ExitCode.BadInput, $"{settingsPath}: {problem}.");
            }

            files.Add(new(SettingsFile.DefaultName, settingsPath));
        }

        if (Chosen(rates, RatesFile.DefaultName) is string ratesPath)
        {
            SettingsFile.ReadBytes(ratesPath);
            PriceDoubts.Tell(RatesFile.Read(ratesPath));
            files.Add(new(RatesFile.DefaultName, ratesPath));
        }

        string folder = settings == null ? "" : Path.GetDirectoryName(settings) ?? "";
        AddPem(files, parsed.GetValue(options.Ca), folder, "broker-ca.pem", "CERTIFICATE");
        int beforeClient = files.Count;
        AddPem(files, parsed.GetValue(options.ClientCertificate), folder, "client.pem", "CERTIFICATE");
        AddPem(files, parsed.GetValue(options.ClientKey), folder, "client-key.pem", "PRIVATE KEY");
        if (files.Count - beforeClient == 1)
        {
            throw new CommandFailure(ExitCode.BadInput, $"{files[^1].Path} is one of a pair; give both --client-cert and --client-key.");
        }

        return files;
    }

    /// <summary>The tool that flashes, installed when that is wanted.</summary>
    /// <returns>Null when it is only told what would be done.</returns>
    public async Task<Nanoff?> NanoffAsync(CancellationToken cancellation)
    {
        if (IsDryRun)
        {
            return null;
        }

        if (parsed.GetValue(options.Nanoff) is string path)
        {
            return new Nanoff(path);
        }

        if (Nanoff.Find() is Nanoff found)
        {
            return found;
        }

        bool mayInstall = parsed.GetValue(options.Install)
            || (questions.CanAsk && await questions.ConfirmAsync($"nanoff, which flashes the chip, is not on this machine. Install it with '{Nanoff.InstallLine}'?", isYes: true));
        return mayInstall
            ? await Nanoff.InstallAsync(cancellation)
            : throw new CommandFailure(
                ExitCode.NotReachable,
                $"nanoff, which flashes the chip, is not on this machine; --install installs it, or run: {Nanoff.InstallLine}.");
    }

    /// <summary>Flashes, or tells what would be done.</summary>
    /// <param name="nanoff">Null to tell.</param>
    /// <param name="request">What is flashed.</param>
    /// <param name="folder">Takes the files with secrets.</param>
    /// <param name="clock">Times the steps.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task RunAsync(Nanoff? nanoff, FlashRequest request, PrivateFolder folder, TimeProvider clock, CancellationToken cancellation)
    {
        if (nanoff == null)
        {
            DryRun.Write(request, parsed.GetValue(options.Nanoff) ?? Nanoff.Find()?.Path ?? "nanoff", Console.Out);
            return;
        }

        await new FlashSession(nanoff, request, folder, questions.Console, clock).RunAsync(cancellation);
        questions.Console.WriteLine("The chip has it all. Press its EN (reset) button, and it starts with it.");
    }

    private static string? Chosen(string? given, string usual) => given ?? (File.Exists(usual) ? usual : null);

    private static void AddPem(List<ChipFile> files, string? given, string folder, string usual, string kind)
    {
        string? path = given ?? Chosen(null, Path.Combine(folder, usual));
        if (path != null)
        {
            PemFile.Check(path, kind);
            files.Add(new(usual, path));
        }
    }
}
