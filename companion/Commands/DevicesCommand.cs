using System.CommandLine;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Mqtt;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter devices</c>: who is on this broker.</summary>
internal static class DevicesCommand
{
    public static Command Create(TimeProvider clock)
    {
        DeviceOptions device = new();
        Command command = new("devices", RootHelp.Of("devices"));
        device.AddBrokerTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            BrokerAccess access = device.ReadBroker(parsed);
            List<FoundDevice> found = await DeviceCensus.TakeAsync(access, clock, cancellation);
            if (found.Count == 0)
            {
                throw new CommandFailure(ExitCode.NotReachable, $"No device has told of itself at {access.Address} under meter/.{access.HiddenHint}");
            }

            AnsiConsole.Write(Table(found, clock.GetUtcNow().ToUnixTimeSeconds()));
            return ExitCode.Well;
        });
        return command;
    }

    private static Table Table(List<FoundDevice> found, long nowUtc)
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumns("Device", "State", "Version", "Address", "Last telegram");
        foreach (FoundDevice device in found)
        {
            string state = !device.IsOnline ? "[grey]offline[/]" : device.IsMeterSilent ? "[yellow]meter silent[/]" : "[green]online[/]";
            state += device.IsSimulated ? ", simulated" : "";
            table.AddRow(Markup.Escape(device.Id), state, Markup.Escape(device.Version), Markup.Escape(device.Address), Age(device, nowUtc));
        }

        return table;
    }

    // A simulated meter's clock may be anywhere.
    private static string Age(FoundDevice device, long nowUtc) =>
        device.LastTelegramUtc == MeterTime.None ? "none"
        : device.IsSimulated ? $"{Show.Local(device.LastTelegramUtc, "HH:mm:ss")} by its clock"
        : nowUtc >= device.LastTelegramUtc ? $"{Show.Duration(nowUtc - device.LastTelegramUtc)} ago"
        : Show.Local(device.LastTelegramUtc, "d MMM yyyy HH:mm:ss");
}
