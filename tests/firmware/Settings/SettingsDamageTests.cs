using System.Text;
using CsCheck;
using MeterFirmware.Json;
using MeterFirmware.Settings;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Firmware.Tests.Settings;

/// <summary>Whatever is in the file, it is read or refused, no other exception ever comes out, and no error tells the password.</summary>
public class SettingsDamageTests
{
    private static readonly byte[] Full = Encoding.UTF8.GetBytes(SettingsText.Full);

    [Fact]
    public void Any_byte_replaced_by_any_other_reads_or_is_refused()
    {
        // All bytes, or one of each kind that JSON knows, and of UTF-8.
        byte[] others = Effort.Of(0, 1) == 1 ? [.. Enumerable.Range(0, 256).Select(b => (byte)b)] : [.. "\0\t\n\r !\"+,-./019:;AEX[\\]_`aefnrtu{}~\u007F"u8, 0x80, 0xA0, 0xC3, 0xE2, 0xF0, 0xFF];
        byte[] damaged = [.. Full];
        int refused = 0;
        for (int i = 0; i < damaged.Length; i++)
        {
            foreach (byte b in others)
            {
                damaged[i] = b;
                refused += IsRead(damaged, damaged.Length) ? 0 : 1;
            }

            damaged[i] = Full[i];
        }

        Assert.InRange(refused, damaged.Length * others.Length * 100 / 256, damaged.Length * (others.Length - 1));
    }

    [Fact]
    public void Any_byte_left_out_or_put_in_twice_reads_or_is_refused()
    {
        for (int i = 0; i < Full.Length; i++)
        {
            byte[] less = [.. Full[..i], .. Full[(i + 1)..]];
            byte[] more = [.. Full[..i], Full[i], .. Full[i..]];
            IsRead(less, less.Length);
            IsRead(more, more.Length);
        }
    }

    [Fact]
    public void Cut_off_after_any_byte_it_is_refused()
    {
        for (int length = 0; length < Full.Length; length++)
        {
            Assert.False(IsRead(Full, length), $"{length} bytes");
        }
    }

    [Fact]
    public void Garbage_is_refused()
    {
        // An empty object can come by chance, and is right.
        Gen.Byte.Array[0, 200].Sample(bytes => Assert.False(IsRead(bytes, bytes.Length) && Array.Exists(bytes, c => !"{ }\t\r\n".Contains((char)c))), iter: 2000);
    }

    [Theory]
    [InlineData("hush")]
    [InlineData("\"hush")]
    [InlineData("hush\"")]
    [InlineData("'hush'")]
    [InlineData("\"hu\"sh\"")]
    [InlineData("\"a\" \"hush\"")]
    [InlineData("\"a\"hush\"")]
    [InlineData("\"a\", \"hush\"")]
    [InlineData("\"a\"}hush\"")]
    [InlineData("\"a\"}}hush\"")]
    [InlineData("\"hush\\q\"")]
    [InlineData("\"hush\n\"")]
    [InlineData("[\"hush\"]")]
    [InlineData("{\"a\": \"hush\"}")]
    [InlineData("12hush")]
    [InlineData("truehush")]
    public void A_password_is_in_no_error(string value)
    {
        foreach (string name in new[] { "\"password\": ", "\"password\" ", "password:", "'password':", "\"password: ", "\"pass\": ", "\"user\": ", "\"port\": ", "\"tls\": ", "\"host\": " })
        {
            foreach (string json in new[]
            {
                "{\"broker\": {\"host\": \"nas\", " + (name[1] == 'h' ? "\"port\": 1, " : "") + name + value + ", \"tls\": false}}",
                "{\"broker\": {" + name + value + "}, \"name\": \"meter\"}",
                "{\"broker\": " + value + ", \"name\": \"meter\"}",
                "{" + name + value + "}",
            })
            {
                Assert.DoesNotContain("hush", SettingsText.ErrorOf(json), StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("hush")]
    [InlineData("\"hush")]
    [InlineData("hush\"")]
    [InlineData("\"hush\"")]
    [InlineData("\"hu\"sh\"")]
    [InlineData("\"a\"hush\"")]
    [InlineData("\"a\", \"hush\"")]
    [InlineData("\"hush\\q\"")]
    [InlineData("\"hush\n\"")]
    [InlineData("[\"hush\"]")]
    [InlineData("{\"a\": \"hush\"}")]
    [InlineData("12hush")]
    public void A_secret_is_in_no_error(string value)
    {
        foreach (string name in new[] { "\"secret\": ", "\"secret\" ", "secret:", "\"secret: ", "\"secrt\": ", "\"access\": " })
        {
            foreach (string json in new[] { "{" + name + value + "}", "{" + name + value + ", \"name\": \"meter\"}", "{\"name\": \"meter\", " + name + value })
            {
                Assert.DoesNotContain("hush", SettingsText.ErrorOf(json), StringComparison.Ordinal);
            }
        }
    }

    // True when it was read, false when it was refused with a place; anything else fails the test.
    private static bool IsRead(byte[] json, int count)
    {
        try
        {
            return DeviceSettingsReader.Read(json, count) != null;
        }
        catch (InvalidInputException error)
        {
            Assert.True(error.Line >= 1 && error.Column >= 1 && error.Problem.Length > 0);
            Assert.DoesNotContain("hush", error.Message, StringComparison.Ordinal);
            return false;
        }
    }
}
