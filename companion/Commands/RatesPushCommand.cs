using System.CommandLine;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Remote;
using MeterFirmware.Companion.Setup;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter rates push</c>: other rates for a device, over MQTT.</summary>
internal static class RatesPushCommand
{
    public static Command Create(TimeProvider clock)
    {
        Argument<string> file = new("FILE") { Description = "The rates; - for standard input", DefaultValueFactory = _ => RatesFile.DefaultName };
        Option<bool> yes = new("--yes") { Description = "Do not ask" };
        DeviceOptions device = new();
        Command command = new("push", "Put rates in force on a device: from the next telegram on, or from the day that they name") { file, yes };
        device.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            byte[] json = RatesFile.ReadToSend(parsed.GetValue(file)!);
            Rates rates = RatesFile.Read(json, parsed.GetValue(file)!);
            DeviceTarget target = await device.ReadAsync(parsed, clock, cancellation);
            await using RemoteDevice remote = await RemoteDevice.OpenAsync(target, clock, cancellation);
            await new RatesDelivery(target, remote).DeliverAsync(json, rates, parsed.GetValue(yes), cancellation);
            return ExitCode.Well;
        });
        return command;
    }
}
