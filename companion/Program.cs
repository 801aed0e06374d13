using System.CommandLine;
using System.Text;
using MeterFirmware.Companion.Commands;

namespace MeterFirmware.Companion;

/// <summary>The command <c>meter</c>.</summary>
internal static class Program
{
    private static async Task<int> Main(string[] arguments)
    {
        if (!OperatingSystem.IsWindows() || !Console.IsOutputRedirected)
        {
            Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        }

        return await RunAsync(arguments, TimeProvider.System);
    }

    /// <summary>Runs a command line.</summary>
    /// <param name="arguments">The words after <c>meter</c>.</param>
    /// <param name="clock">Paces the simulation and times what is live.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    internal static async Task<int> RunAsync(string[] arguments, TimeProvider clock)
    {
        RootCommand root = new("Reads a Belgian smart meter: what energy costs, and whether this quarter of an hour sets a new monthly peak.")
        {
            DemoCommand.Create(clock),
            RunCommand.Create(clock),
            DecodeCommand.Create(),
            SimulateCommand.Create(clock),
            RatesCommand.Create(),
            PortsCommand.Create(),
        };

        ParseResult parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            string command = parsed.CommandResult.Command is RootCommand ? "meter" : $"meter {parsed.CommandResult.Command.Name}";
            Console.Error.WriteLine($"{parsed.Errors[0].Message.TrimEnd('.')}. '{command} --help' shows how it is used.");
            return ExitCode.WrongUsage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (CommandFailure failure)
        {
            Console.Error.WriteLine(failure.Message);
            return failure.ExitCode;
        }
    }
}
