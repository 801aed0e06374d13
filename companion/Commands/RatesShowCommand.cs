using System.CommandLine;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Feed;
using MeterFirmware.Companion.Remote;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Mqtt;
using MeterFirmware.Tariffs;
using MeterFirmware.Time;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter rates show</c>: what is in force on a device.</summary>
internal static class RatesShowCommand
{
    private const string DateFormat = "yyyy-MM-dd";

    public static Command Create(TimeProvider clock)
    {
        DeviceOptions device = new();
        Option<bool> json = new("--json") { Description = "As the file that was pushed, to be pushed again" };
        Command command = new("show", "Show the rates in force on a device, and those that wait for their day") { json };
        device.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            DeviceTarget target = await device.ReadAsync(parsed, clock, cancellation);
            await using RemoteDevice remote = await RemoteDevice.OpenAsync(target, clock, cancellation);
            PublishedRates rates = PublishedRates.Read(remote.Known(ControlTopic.Rates)!);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(rates.Json ?? throw new CommandFailure(ExitCode.BadInput, $"The device {target.Name} has no rates yet; 'meter rates push FILE{target.Words}' gives it some."));
            }
            else
            {
                Write(rates, PublishedRates.Read(remote.Known(ControlTopic.NextRates)!), target);
            }

            return ExitCode.Well;
        });
        return command;
    }

    private static void Write(PublishedRates rates, PublishedRates waiting, DeviceTarget target)
    {
        if (rates.Rates is Rates inForce)
        {
            string since = rates.SinceUtc == MeterTime.None ? "" : $" since {Show.Local(rates.SinceUtc, "ddd d MMM yyyy HH:mm")}";
            Sentence.Write($"In force on [bold]{target.Id}[/]{since}, CRC {rates.Crc}");
            AnsiConsole.Write(RatesTable.Of(inForce));
        }
        else
        {
            Sentence.Write($"The device [bold]{target.Id}[/] has no rates yet: costs are 0.");
        }

        if (waiting.Rates is Rates next)
        {
            Sentence.Write($"From [bold]{Show.Local(BelgianTime.DayStartUtc(next.FromDay), DateFormat)}[/] on, CRC {waiting.Crc}");
            AnsiConsole.Write(RatesTable.Of(next));
        }
    }
}
