using System.Reflection;

namespace MeterFirmware.Companion.Flashing;

/// <summary>What the build knows of the project, from its properties.</summary>
internal static class BuildFacts
{
    /// <summary>The version of nanoCLR that belongs to the firmware's packages.</summary>
    public static string NanoClrVersion => Of("NanoClrVersion");

    /// <summary>Where the project lives, or nothing when the build was not told.</summary>
    public static string RepositoryUrl => Of("RepositoryUrl");

    private static string Of(string name) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().FirstOrDefault(fact => fact.Key == name)?.Value ?? "";
}
