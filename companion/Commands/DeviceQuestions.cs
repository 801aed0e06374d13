using System.CommandLine;
using System.Globalization;
using System.Net;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Terminal;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary>Asks what the device is called and where it sends its readings.</summary>
internal sealed class DeviceQuestions(SetupOptions options, ParseResult parsed, Questions questions, bool isDryRun)
{
    private const string PasswordVariable = "METER_BROKER_PASSWORD";
    private const int PlainPort = 1883;
    private const int TlsPort = 8883;

    public async Task<DeviceAnswers> AskAsync(BoardPins? pins, string? caPath, CancellationToken cancellation)
    {
        Broker? broker = await BrokerAsync(caPath, cancellation);
        string name = await questions.TextAsync(
            parsed.GetValue(options.Name),
            "--name",
            "Name of the device",
            "meter",
            text => SettingsJson.CanQuote(text) ? SettingsJson.ProblemOf(new { name = text }) : "a name of a-z, 0-9, - and _ was expected");
        string access = parsed.GetValue(options.Access) ?? "signed";
        if (access is not ("signed" or "open"))
        {
            throw new CommandFailure(ExitCode.WrongUsage, $"--access takes signed or open, not \"{access}\".");
        }

        return new DeviceAnswers(name, broker, access == "open", SettingsJson.NewSecret(), pins);
    }

    private async Task<Broker?> BrokerAsync(string? caPath, CancellationToken cancellation)
    {
        if (parsed.GetValue(options.NoBroker))
        {
            return null;
        }

        bool isGiven = parsed.GetValue(options.Broker) != null;
        while (true)
        {
            string address = await questions.TextAsync(parsed.GetValue(options.Broker), "--broker", "MQTT broker, HOST or HOST:PORT (Enter for none)", "", ProblemOfAddress);
            if (address.Length == 0)
            {
                return null;
            }

            string user = await questions.TextAsync(
                parsed.GetValue(options.BrokerUser),
                "--broker-user",
                "User at the broker (Enter for none)",
                "",
                text => ProblemOf("user", text));
            string password = user.Length == 0 ? "" : await PasswordAsync(user);
            bool isTls = parsed.GetValue(options.BrokerTls)
                || (!isGiven && questions.CanAsk && await questions.ConfirmAsync("Encrypt the connection (TLS)? It takes a chip with PSRAM", isYes: false));
            (string host, int? port) = Split(address);
            Broker broker = new(host, port ?? (isTls ? TlsPort : PlainPort), user, password, isTls);
            if (await IsAcceptedAsync(broker, caPath, isGiven, cancellation))
            {
                return broker;
            }
        }
    }

    private async Task<string> PasswordAsync(string user)
    {
        string ways = $"{options.BrokerPasswordFile.Name} or {PasswordVariable}";
        string? given = SecretInput.Read(parsed.GetValue(options.BrokerPasswordFile), PasswordVariable);
        return given == null && isDryRun
            ? DryRun.Missing(DryRun.Mask, $"the password of {user} at the broker: {ways} gives it, else it is asked")
            : await questions.SecretAsync(given, ways, $"Password of {user}", text => ProblemOf("password", text));
    }

    // What is this machine here is on the chip the chip. A broker that is off right now may still be the right one.
    private async Task<bool> IsAcceptedAsync(Broker broker, string? caPath, bool isGiven, CancellationToken cancellation)
    {
        if (broker.Host.Split(',').Select(OfLoopback).FirstOrDefault(problem => problem != null) is string ofLoopback && !await IsKeptAsync(ofLoopback, "", isGiven))
        {
            return false;
        }

        if (parsed.GetValue(options.NoBrokerCheck))
        {
            return true;
        }

        if (await broker.ProblemAsync(caPath, cancellation) is string problem)
        {
            return await IsKeptAsync(problem, " The settings keep it as it is.", isGiven);
        }

        questions.Console.MarkupLineInterpolated($"[green]The broker at {broker.Host}:{broker.Port} took us in.[/]");
        return true;
    }

    private async Task<bool> IsKeptAsync(string problem, string unasked, bool isGiven)
    {
        if (!questions.CanAsk)
        {
            Console.Error.WriteLine(problem + unasked);
            return true;
        }

        questions.Console.MarkupLineInterpolated($"[yellow]{problem}[/]");
        return isGiven || await questions.ConfirmAsync("Keep it as it is?", isYes: false);
    }

    private static string? OfLoopback(string host)
    {
        if (!host.Equals("localhost", StringComparison.OrdinalIgnoreCase) && !(IPAddress.TryParse(host, out IPAddress? address) && IPAddress.IsLoopback(address)))
        {
            return null;
        }

        string lan = PublishSession.LanAddress();
        return $"To the chip {host} is the chip itself, where no broker runs; name this machine as the network knows it{(lan.Length > 0 ? $": {lan}" : "")}.";
    }

    private static string? ProblemOfAddress(string address)
    {
        if (address.Length == 0)
        {
            return null;
        }

        (string host, int? port) = Split(address);
        return host.Length == 0 || port is < 1 or > 65535
            ? "a host, or a host and a port such as 192.168.1.5:1883, was expected"
            : ProblemOf("host", host.Split(',')[0]) ?? SettingsJson.ProblemOf(new { broker = new { hosts = host.Split(',')[1..] } });
    }

    private static (string Host, int? Port) Split(string address)
    {
        int colon = address.LastIndexOf(':');
        return colon >= 0 && int.TryParse(address[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            ? (address[..colon], port)
            : (address, null);
    }

    private static string? ProblemOf(string name, string text) => SettingsJson.CanQuote(text)
        ? SettingsJson.ProblemOf(new { broker = new Dictionary<string, string> { [name] = text } })
        : "no control characters can be used";
}
