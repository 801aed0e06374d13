using System.Text;
using MeterFirmware.Companion.Recordings;

namespace MeterFirmware.Companion.Tests.Recordings;

/// <summary>Reports on streams that stand in memory.</summary>
internal static class Report
{
    public static ParserReport Of(params byte[][] pieces) => Read(null, ("a.p1", [.. pieces.SelectMany(piece => piece)]));

    public static ParserReport Read(Mask? mask, params (string Name, byte[] Bytes)[] files)
    {
        ParserTest test = new(mask);
        foreach ((string name, byte[] bytes) in files)
        {
            test.Read(name, new MemoryStream(bytes));
        }

        return test.Report();
    }

    public static Trouble Trouble(this ParserReport report, TroubleKind kind) => Assert.Single(report.Troubles, trouble => trouble.Kind == kind);

    public static byte[] Bytes(this string text) => Encoding.Latin1.GetBytes(text);
}
