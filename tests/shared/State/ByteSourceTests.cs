using System.Text;
using CsCheck;
using MeterFirmware.State;

namespace MeterFirmware.Tests.State;

public class ByteSourceTests
{
    private static readonly Gen<(int Kind, int Start, int Length)> Looks = Gen.Select(Gen.Int[0, 4], Gen.Int[-2, 42], Gen.Int[0, 12]);

    [Fact]
    public void However_it_is_looked_at_its_bytes_are_those_of_the_array() =>
        Gen.Select(Gen.Byte[(byte)' ', (byte)'~'].Array[1, 40], Gen.Int[1, 45], Looks.Array[1, 30]).Sample((bytes, windowBytes, looks) =>
        {
            BrokenSource broken = new(bytes, windowBytes);
            foreach (ByteSource source in new[] { new ByteSource([.. bytes, 1, 2], bytes.Length), broken })
            {
                foreach ((int kind, int start, int length) in looks)
                {
                    Look(source, broken, bytes, kind, start, length);
                }
            }
        });

    private static void Look(ByteSource source, BrokenSource broken, byte[] bytes, int kind, int start, int length)
    {
        int from = Math.Clamp(start, 0, bytes.Length);
        int end = Math.Min(from + length, bytes.Length);
        if (kind == 0)
        {
            Assert.Equal(start >= 0 && start < bytes.Length ? bytes[start] : -1, source.At(start));
        }
        else if (kind == 1)
        {
            Assert.Equal(Encoding.UTF8.GetString(bytes[from..end]), source.Text(from, end));
        }
        else if (kind == 2 && from < end)
        {
            int index = source.Range(from, end, out int count);
            Assert.InRange(count, 1, end - from);
            Assert.Equal(bytes[from..(from + count)], source.Window[index..(index + count)]);
        }
        else if (kind == 3)
        {
            // What Forget is for: the window is used for something else.
            if (source == broken)
            {
                Array.Clear(source.Window);
            }

            source.Forget();
        }
        else if (source == broken)
        {
            broken.IsBroken = true;
            Assert.True(from == bytes.Length || Record.Exception(() => source.At(from)) is IOException or null);
            broken.IsBroken = false;
        }
    }

    /// <summary>Its window is overwritten even when it cannot be filled.</summary>
    private sealed class BrokenSource(byte[] bytes, int windowBytes) : ByteSource(bytes.Length, new byte[windowBytes])
    {
        public bool IsBroken { get; set; }

        protected override void Fill(int position, int count)
        {
            Array.Clear(Window);
            if (IsBroken)
            {
                throw new IOException();
            }

            Array.Copy(bytes, position, Window, 0, count);
        }
    }
}
