using Xunit;

namespace MeterFirmware.Companion.Tests.Commands;

/// <summary>A test of a script whose interpreter may not be installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ShellFactAttribute : FactAttribute
{
    public ShellFactAttribute(string interpreter)
    {
        Interpreter = interpreter;
        Skip = OperatingSystem.IsWindows() ? "The script is for a POSIX system."
            : ShellTheoryAttribute.Find(interpreter) == null ? $"{interpreter} is not installed here."
            : null;
    }

    public string Interpreter { get; }
}
