using System.Reflection;
using Xunit.Sdk;

namespace MeterFirmware.Tests.Support;

/// <summary>How much a test tries.</summary>
internal static class Effort
{
    /// <summary>Why a long test is skipped.</summary>
    public const string SkipReason = "METER_LONG=1 runs it.";

    /// <summary>Whether METER_LONG=1 asks for all of it, as CI does.</summary>
    public static bool IsLong { get; } = Environment.GetEnvironmentVariable("METER_LONG") == "1";

    public static int Of(int usual, int all) => IsLong ? all : usual;
}

/// <summary>A test that takes many seconds, and is left to those who ask for all.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute() => Skip = Effort.IsLong ? null : Effort.SkipReason;
}

/// <summary>A row of a theory that is left to those who ask for all.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class LongInlineDataAttribute(params object[] row) : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => Effort.IsLong ? [row] : [];
}
