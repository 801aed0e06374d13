using System.CommandLine;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Market;
using MeterFirmware.Companion.Remote;
using MeterFirmware.Tariffs;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter prices push</c>: day-ahead prices for a device, over MQTT.</summary>
internal static class PricesPushCommand
{
    public static Command Create(TimeProvider clock)
    {
        PriceOptions sources = new("--source", canBeOff: false);
        Option<string?> day = PricesCommand.DayOption();
        DeviceOptions device = new();
        Command command = new("push", "Give day-ahead prices to a device whose rates follow the market; once a day is enough, after 13:00") { day };
        sources.AddTo(command);
        device.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            PriceDesk desk = sources.Create(parsed, clock)!;
            List<(SpotDay Prices, string Source)> found = await PricesCommand.GetAsync(desk, parsed.GetValue(day), clock, cancellation);
            DeviceTarget target = await device.ReadAsync(parsed, clock, cancellation);
            await using RemoteDevice remote = await RemoteDevice.OpenAsync(target, clock, cancellation);
            PricesDelivery delivery = new(target, remote);
            foreach ((SpotDay prices, _) in found)
            {
                await delivery.DeliverAsync(prices, cancellation);
            }

            return ExitCode.Well;
        });
        return command;
    }
}
