using System.CommandLine;
using System.Text;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Feed;
using MeterFirmware.Companion.Remote;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Control;
using MeterFirmware.Mqtt;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter rates schedule</c>: rates that a device switches to at a midnight to come.</summary>
internal static class RatesScheduleCommand
{
    public static Command Create(TimeProvider clock)
    {
        Argument<string?> file = new("FILE") { Description = "The rates; - for standard input", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> from = new("--from") { Description = "The first day, for instance 2027-01-01; needed when the file has no \"from\"", HelpName = "DATE", CustomParser = result => Date(result.Tokens[0].Value, result.AddError) };
        Option<bool> cancel = new("--cancel") { Description = "Forget the rates that wait" };
        Option<bool> yes = new("--yes") { Description = "Do not ask" };
        DeviceOptions device = new();
        Command command = new("schedule", "Let rates wait on a device for their day; it switches at that midnight, local time") { file, from, cancel, yes };
        device.AddTo(command);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(file) == null) != result.GetValue(cancel))
            {
                result.AddError("Name a file of rates, or say --cancel.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            (byte[] json, Rates rates)? given = parsed.GetValue(file) is string path ? Read(path, parsed.GetValue(from)) : null;
            DeviceTarget target = await device.ReadAsync(parsed, clock, cancellation);
            await using RemoteDevice remote = await RemoteDevice.OpenAsync(target, clock, cancellation);
            if (given is (byte[] json, Rates rates))
            {
                await new RatesDelivery(target, remote).DeliverAsync(json, rates, parsed.GetValue(yes), cancellation);
            }
            else
            {
                await CancelAsync(target, remote, cancellation);
            }

            return ExitCode.Well;
        });
        return command;
    }

    private static (byte[] Json, Rates Rates) Read(string path, string? from)
    {
        byte[] json = RatesFile.ReadToSend(path);
        Rates rates = RatesFile.Read(json, path);
        if (from != null)
        {
            if (rates.FromDay != CivilDate.None && rates.FromDay != CivilDate.Parse(from))
            {
                throw new CommandFailure(ExitCode.WrongUsage, $"{path} names another first day in \"from\"; change it there, or leave --from out.");
            }

            json = rates.FromDay == CivilDate.None ? WithFrom(json, from) : json;
            rates = RatesFile.Read(json, path);
        }

        return rates.FromDay != CivilDate.None
            ? (json, rates)
            : throw new CommandFailure(ExitCode.WrongUsage, $"{path} names no first day; say --from DATE.");
    }

    // The rest of the file stays as its writer laid it out.
    private static byte[] WithFrom(byte[] json, string from)
    {
        int start = Array.IndexOf(json, (byte)'{') + 1;
        return [.. json[..start], .. Encoding.UTF8.GetBytes($"\n  \"from\": \"{from}\","), .. json[start..]];
    }

    private static async Task CancelAsync(DeviceTarget target, RemoteDevice remote, CancellationToken cancellation)
    {
        if (PublishedRates.Read(remote.Known(ControlTopic.NextRates)!).Rates == null)
        {
            Sentence.Write($"No rates wait on [bold]{target.Id}[/].");
            return;
        }

        string? refusal = await remote.AskAsync(
            ControlTopic.RatesCancel,
            [],
            (topic, _) => topic == ControlTopic.NextRates && PublishedRates.Read(remote.Known(topic)!).Rates == null,
            "",
            cancellation);
        if (refusal != null)
        {
            throw new CommandFailure(ExitCode.BadInput, $"The device refuses: {Sentence.Ended(refusal)}");
        }

        Sentence.Write($"[green]Forgotten[/]: no rates wait on {target.Id} any more.");
    }

    private static string? Date(string text, Action<string> addError)
    {
        if (CivilDate.Parse(text) == CivilDate.None)
        {
            addError($"--from takes a date such as 2027-01-01, not \"{text}\".");
        }

        return text;
    }
}
