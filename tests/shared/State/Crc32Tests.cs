using CsCheck;
using MeterFirmware.State;

namespace MeterFirmware.Tests.State;

public class Crc32Tests
{
    [Fact]
    public void The_check_value_that_every_catalogue_of_crcs_gives()
    {
        byte[] digits = "xx123456789x"u8.ToArray();
        Assert.Equal(0xCBF43926u, Crc32.Of(digits, 2, 9));
        Assert.Equal(0u, Crc32.Of(digits, 0, 0));
    }

    [Fact]
    public void As_text_it_has_eight_digits_whatever_it_begins_with()
    {
        Assert.Equal("00081566", Crc32.Text("x665"u8.ToArray(), 1, 3));
        Assert.Equal("CBF43926", Crc32.Text("123456789"u8.ToArray(), 0, 9));
    }

    [Fact]
    public void It_is_the_bit_by_bit_division()
    {
        Gen.Byte.Array[0, 100].Sample(bytes =>
        {
            uint crc = 0xFFFFFFFF;
            foreach (byte b in bytes)
            {
                crc ^= b;
                for (int bit = 0; bit < 8; bit++)
                {
                    crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
                }
            }

            Assert.Equal(~crc, Crc32.Of(bytes, 0, bytes.Length));
        });
    }
}
