using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace MeterFirmware.Tests.Pages;

/// <summary>Pictures of one grey byte per pixel, 0 or 255, as PNG of one bit per pixel. It reads what it writes and no more.</summary>
internal static class Png
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    public static byte[] Encode(bool[] pixels, int width)
    {
        int height = pixels.Length / width;
        int stride = (width + 7) / 8;
        byte[] raw = new byte[(stride + 1) * height];
        for (int i = 0; i < pixels.Length; i++)
        {
            if (pixels[i])
            {
                raw[(i / width * (stride + 1)) + 1 + (i % width / 8)] |= (byte)(0x80 >> (i % width % 8));
            }
        }

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 1;

        using MemoryStream file = new();
        file.Write(Signature);
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Deflate(raw));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    public static bool[] Decode(byte[] file, int width)
    {
        Assert.Equal(Signature, file[..8]);
        using MemoryStream data = new();
        int height = 0;
        for (int at = 8; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            string type = Encoding.ASCII.GetString(file, at + 4, 4);
            ReadOnlySpan<byte> content = file.AsSpan(at + 8, length);
            if (type == "IHDR")
            {
                Assert.Equal(width, BinaryPrimitives.ReadInt32BigEndian(content));
                height = BinaryPrimitives.ReadInt32BigEndian(content[4..]);
                Assert.Equal([1, 0, 0, 0, 0], content[8..].ToArray());
            }
            else if (type == "IDAT")
            {
                data.Write(content);
            }

            at += length + 12;
        }

        data.Position = 0;
        using ZLibStream inflater = new(data, CompressionMode.Decompress);
        int stride = (width + 7) / 8;
        byte[] raw = new byte[(stride + 1) * height];
        inflater.ReadExactly(raw);
        bool[] pixels = new bool[width * height];
        for (int i = 0; i < pixels.Length; i++)
        {
            int row = i / width * (stride + 1);
            Assert.Equal(0, raw[row]);
            pixels[i] = (raw[row + 1 + (i % width / 8)] & (0x80 >> (i % width % 8))) != 0;
        }

        return pixels;
    }

    private static byte[] Deflate(byte[] raw)
    {
        using MemoryStream packed = new();
        using (ZLibStream deflater = new(packed, CompressionLevel.SmallestSize, true))
        {
            deflater.Write(raw);
        }

        return packed.ToArray();
    }

    private static void WriteChunk(Stream file, string type, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. content];
        byte[] number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(named);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(named));
        file.Write(number);
    }

    private static uint Crc(byte[] data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte b in data)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
