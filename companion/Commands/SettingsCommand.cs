using System.CommandLine;
using System.Text;
using MeterFirmware.Companion.Chip;
using MeterFirmware.Companion.Commands.Options;
using MeterFirmware.Companion.Remote;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Mqtt;
using Spectre.Console;

namespace MeterFirmware.Companion.Commands;

/// <summary><c>meter settings</c>: the settings of a device, over MQTT.</summary>
internal static class SettingsCommand
{
    private const string ValueVariable = "METER_VALUE";

    public static Command Create(TimeProvider clock) => new("settings", RootHelp.Of("settings"))
    {
        CreateShow(clock),
        CreateSet(clock),
        CreatePush(clock),
    };

    private static Command CreateShow(TimeProvider clock)
    {
        DeviceOptions device = new();
        Option<bool> json = new("--json") { Description = "As JSON, to be changed and pushed" };
        Command command = new("show", "Show the settings in force on a device, without what is secret") { json };
        device.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            DeviceTarget target = await device.ReadAsync(parsed, clock, cancellation);
            await using RemoteDevice remote = await RemoteDevice.OpenAsync(target, clock, cancellation);
            byte[] settings = remote.Known(ControlTopic.Settings)!;
            if (parsed.GetValue(json))
            {
                Console.WriteLine(Encoding.UTF8.GetString(settings).Trim());
                return ExitCode.Well;
            }

            Table table = new() { Border = TableBorder.Rounded };
            table.AddColumns("Setting", "Value");
            foreach ((string key, string value) in SettingsChange.Lines(settings))
            {
                table.AddRow(Markup.Escape(key), Markup.Escape(value));
            }

            AnsiConsole.Write(table);
            return ExitCode.Well;
        });
        return command;
    }

    private static Command CreateSet(TimeProvider clock)
    {
        DeviceOptions device = new();
        Argument<string> key = new("KEY") { Description = "Which one, for instance display.brightness" };
        Argument<string?> value = new("VALUE") { Description = $"Its value; a password is asked for, or comes from --value-file or {ValueVariable}", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> valueFile = new("--value-file") { Description = "A file whose first line is the value", HelpName = "FILE" };
        Command command = new("set", "Change one setting of a device") { key, value, valueFile };
        device.AddTo(command);
        command.Validators.Add(result =>
        {
            string? name = result.GetValue(key);
            if (result.GetValue(value) != null && SettingsChange.Secrets.Contains(name))
            {
                result.AddError($"{name} is asked for, or comes from --value-file or {ValueVariable}: what stands on a command line others can read.");
            }
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            string name = parsed.GetValue(key)!;
            string given = parsed.GetValue(value) ?? await AskAsync(name, parsed.GetValue(valueFile), cancellation);
            DeviceTarget target = await device.ReadAsync(parsed, clock, cancellation);
            await using RemoteDevice remote = await RemoteDevice.OpenAsync(target, clock, cancellation);
            byte[] change = SettingsChange.Make(name, given, remote.Known(ControlTopic.Settings)!);
            await new SettingsDelivery(target, remote).DeliverAsync(change, cancellation);
            return ExitCode.Well;
        });
        return command;
    }

    private static Command CreatePush(TimeProvider clock)
    {
        DeviceOptions device = new();
        Argument<string> file = new("FILE") { Description = "Settings, all or some; what it does not mention stays as it is" };
        Command command = new("push", "Change the settings of a device that a file names") { file };
        device.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            byte[] change = SettingsFile.ReadBytes(parsed.GetValue(file)!);
            DeviceTarget target = await device.ReadAsync(parsed, clock, cancellation);
            await using RemoteDevice remote = await RemoteDevice.OpenAsync(target, clock, cancellation);
            await new SettingsDelivery(target, remote).DeliverAsync(change, cancellation);
            return ExitCode.Well;
        });
        return command;
    }

    private static Task<string> AskAsync(string name, string? file, CancellationToken cancellation)
    {
        Questions questions = new(AnsiConsole.Console, Questions.HasTerminal, cancellation);
        string? given = SecretInput.Read(file, ValueVariable);
        return SettingsChange.Secrets.Contains(name)
            ? questions.SecretAsync(given, "--value-file", name, _ => null)
            : questions.TextAsync(given, "VALUE", name, null, _ => null);
    }
}
