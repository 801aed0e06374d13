using System.Text;
using CsCheck;
using MeterFirmware.Telegrams;
using MeterFirmware.Tests.Support;

namespace MeterFirmware.Tests.Telegrams;

public class Crc16Tests
{
    [Fact]
    public void The_check_value_of_CRC_16_ARC_comes_out()
    {
        byte[] check = Encoding.ASCII.GetBytes("123456789");
        Assert.Equal(0xBB3D, Crc16.Update(0, check, 0, check.Length));
        Assert.Equal(0xBB3D, PlainCrc.Of(check));
    }

    [Fact]
    public void No_bytes_leave_the_CRC_as_it_was()
    {
        Assert.Equal(0x1234, Crc16.Update(0x1234, new byte[4], 2, 0));
    }

    [Fact]
    public void Any_bytes_anywhere_give_what_the_bitwise_computation_gives()
    {
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 8], Gen.Int[0, 8]).Sample((data, before, after) =>
        {
            int offset = Math.Min(before, data.Length);
            int count = Math.Max(0, data.Length - offset - after);
            Assert.Equal(PlainCrc.Of(data, offset, count), Crc16.Update(0, data, offset, count));
        });
    }

    [Fact]
    public void Bytes_in_any_portions_give_the_CRC_of_the_whole()
    {
        Gen.Select(Gen.Byte.Array[0, 300], Gen.Int[0, 9].Array[1, 40]).Sample((data, portions) =>
        {
            int crc = 0;
            int offset = 0;
            foreach (int portion in portions)
            {
                int count = Math.Min(portion, data.Length - offset);
                crc = Crc16.Update(crc, data, offset, count);
                offset += count;
            }

            crc = Crc16.Update(crc, data, offset, data.Length - offset);
            Assert.Equal(PlainCrc.Of(data), crc);
        });
    }
}
