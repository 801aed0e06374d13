using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using MeterFirmware.Companion.Terminal;

namespace MeterFirmware.Companion.Tests.Commands;

/// <summary>The console of a command that runs within this process; what else is written goes where it always went.</summary>
internal sealed class RoutedConsole : IDisposable
{
    private static readonly AsyncLocal<RoutedConsole?> Current = new();

    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();

    public string Output => _output.ToString();

    public string Errors => _errors.ToString();

    public static RoutedConsole Begin() => Current.Value = new RoutedConsole();

    public void Dispose() => Current.Value = null;

    // Before anyone asks Spectre for its console, which keeps the output that is there then.
    [ModuleInitializer]
    internal static void Install()
    {
        TextWriter output = Console.Out;
        TextWriter errors = Console.Error;
        Console.SetOut(new Route(() => Current.Value?._output ?? output));
        Console.SetError(new Route(() => Current.Value?._errors ?? errors));
        Harmless.Begin();
    }

    private sealed class Route(Func<TextWriter> target) : TextWriter(CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        // Spectre and the program hold an output each.
        public override void Write(string? value)
        {
            TextWriter writer = target();
            lock (writer)
            {
                writer.Write(value);
            }
        }

        public override void Flush() => target().Flush();
    }
}

/// <summary>Tests of commands that find other programs, a home or a place for temporary files by this process's environment run alone.</summary>
[CollectionDefinition("Environment", DisableParallelization = true)]
public sealed class EnvironmentCollection;
