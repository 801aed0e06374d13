using System.Globalization;

namespace MeterFirmware.Tests.Readings;

/// <summary>The captured telegrams and what their index says of them.</summary>
internal static class ReferenceTelegrams
{
    /// <summary>One row of the index; the CRCs are -1 where none is printed.</summary>
    public sealed record Entry(string Name, int Bytes, int PrintedCrc, int ComputedCrc)
    {
        public string Path
        {
            get
            {
                string plain = System.IO.Path.Combine(Reference.TelegramFolder, Name + ".txt");
                return File.Exists(plain) ? plain : System.IO.Path.Combine(Reference.TelegramFolder, "masked", Name + ".txt");
            }
        }
    }

    public static Entry[] Index { get; } =
    [
        .. File.ReadLines(System.IO.Path.Combine(Reference.TelegramFolder, "INDEX.tsv")).Skip(1)
            .Select(line => line.Split('\t'))
            .Select(cells => new Entry(cells[0], int.Parse(cells[1], CultureInfo.InvariantCulture), Crc(cells[2]), Crc(cells[3]))),
    ];

    private static int Crc(string hex) =>
        hex.Length == 0 ? -1 : int.Parse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
