namespace MeterFirmware.Tests;

/// <summary>A test that runs programs of this machine; skipped, and says so, where one of them is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(params string[] programs)
    {
        string[] folders = [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator), "/usr/sbin"];
        string[] missing = [.. programs.Where(program => !folders.Any(folder => File.Exists(Path.Combine(folder, program))))];
        Skip = missing.Length == 0 ? null : "This machine has no " + string.Join(", ", missing) + ".";
    }
}
