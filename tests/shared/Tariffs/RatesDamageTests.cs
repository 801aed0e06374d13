using System.Text;
using CsCheck;
using MeterFirmware.Json;
using MeterFirmware.Tariffs;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Tariffs;

/// <summary>Whatever is in the file, it is read or refused; no other exception ever comes out.</summary>
public class RatesDamageTests
{
    private const string Full =
        """
        {"Gas": {"+": 1.576, "cnv": ["kWh", 11.510], "feePerYear": 45},
         "Electricity": {"bands": {"Peak": ["17-22"], "Rést": ["22-1:30", "1:30-17"]}, "+": {"Peak": 0.4, "Rést": 0.3}, "-": 0.1},
         "Capacity": {"perKwYear": 53.13, "floorOn": "mean"}}
        """;

    private static readonly byte[] FullBytes = Encoding.UTF8.GetBytes(Full);

    [Fact]
    public void The_undamaged_file_is_read()
    {
        Assert.True(IsRead(FullBytes, FullBytes.Length));
    }

    [Fact]
    public void Any_byte_replaced_by_any_other_reads_or_is_refused()
    {
        byte[] damaged = (byte[])FullBytes.Clone();
        int refused = 0;
        for (int i = 0; i < damaged.Length; i++)
        {
            for (int b = 0; b < 256; b++)
            {
                damaged[i] = (byte)b;
                refused += IsRead(damaged, damaged.Length) ? 0 : 1;
            }

            damaged[i] = FullBytes[i];
        }

        // A price may become another price, hardly anything else passes.
        Assert.InRange(refused, damaged.Length * 200, damaged.Length * 255);
    }

    [Fact]
    public void Cut_off_after_any_byte_it_is_refused()
    {
        for (int length = 0; length < FullBytes.Length; length++)
        {
            Assert.False(IsRead(FullBytes, length), $"{length} bytes");
        }
    }

    [Fact]
    public void A_count_short_of_the_buffer_is_respected()
    {
        byte[] longer = [.. FullBytes, .. "garbage"u8];
        Assert.True(IsRead(longer, FullBytes.Length));
    }

    [Fact]
    public void Garbage_is_refused()
    {
        // An empty object can come by chance, and is right.
        Gen.Byte.Array[0, 200].Sample(bytes => Assert.False(IsRead(bytes, bytes.Length) && Array.Exists(bytes, c => !"{ }\t\r\n".Contains((char)c))), iter: Effort.Of(500, 2000));
    }

    [Fact]
    public void A_soup_of_tokens_is_read_or_refused()
    {
        string[] tokens =
        [
            "{", "}", "[", "]", ",", ":", "\"+\"", "\"-\"", "\"Electricity\"", "\"Gas\"", "\"Water\"", "\"cnv\"", "\"bands\"",
            "\"Day\"", "\"0-24\"", "1", "-0.5", "1e9", "true", " ", "\n", "\"", "\\", "feePerYear", "\"Capacity\"",
        ];
        int read = 0;
        Gen.Int[0, tokens.Length - 1].Array[0, 30].Sample(
            soup =>
            {
                byte[] bytes = Encoding.UTF8.GetBytes("{\"Water\": {\"+\"" + string.Concat(soup.Select(i => tokens[i])));
                read += IsRead(bytes, bytes.Length) ? 1 : 0;
            },
            iter: Effort.Of(1250, 5000),
            threads: 1);
        Assert.InRange(read, 0, 2500);
    }

    // True when it was read, false when it was refused with a place; anything else fails the test.
    private static bool IsRead(byte[] json, int count)
    {
        try
        {
            return RatesReader.Read(json, count) != null;
        }
        catch (InvalidInputException error)
        {
            Assert.True(error.Line >= 1 && error.Column >= 1 && error.Problem.Length > 0);
            return false;
        }
    }
}
