using ImageMagick;
using MeterFirmware.Pc;

namespace MeterFirmware.Companion.Device;

/// <summary>Pictures and recordings of the device's display, as large as it looks on a desk.</summary>
internal sealed class OledPicture : IDisposable
{
    private const int Scale = 4;
    private const int Margin = 3;
    private const int WidthPixels = 128 + (2 * Margin);
    private const int HeightPixels = 64 + (2 * Margin);
    private const uint HundredthsPerFrame = 100;

    private static readonly byte[] Lit = [170, 220, 255];
    private static readonly byte[] Dark = [8, 12, 20];

    private readonly MagickImageCollection _frames = [];

    /// <summary>Makes sure that pictures can be drawn.</summary>
    /// <exception cref="CommandFailure">The native library is not there: the installed tool does without.</exception>
    public static void Check()
    {
        try
        {
            using MagickImage image = new();
        }
        catch (Exception error) when (error is DllNotFoundException or TypeInitializationException)
        {
            throw new CommandFailure(
                ExitCode.BadInput,
                "The installed meter draws no pictures of the display, to stay small; run it from a clone of the repository: dotnet run --project companion -- device.");
        }
    }

    /// <summary>Writes what the display shows now as PNG.</summary>
    /// <param name="oled">The display.</param>
    /// <param name="path">The file.</param>
    public static void WritePng(Oled oled, string path)
    {
        using MagickImage image = Draw(oled);
        image.Write(path, MagickFormat.Png);
    }

    /// <summary>Adds what the display shows now to the recording.</summary>
    /// <param name="oled">The display.</param>
    public void Record(Oled oled)
    {
        MagickImage image = Draw(oled);
        image.AnimationDelay = HundredthsPerFrame;
        _frames.Add(image);
    }

    /// <summary>Writes the recording as an animated GIF, a frame a second.</summary>
    /// <param name="path">The file.</param>
    public void WriteGif(string path)
    {
        _frames.Optimize();
        _frames.Write(path, MagickFormat.Gif);
    }

    public void Dispose() => _frames.Dispose();

    private static MagickImage Draw(Oled oled)
    {
        byte[] pixels = new byte[WidthPixels * HeightPixels * 3];
        for (int y = 0; y < HeightPixels; y++)
        {
            for (int x = 0; x < WidthPixels; x++)
            {
                int column = x - Margin;
                int line = y - Margin;
                bool isLit = column >= 0 && column < 128 && line >= 0 && line < 64 && oled.Pixel(column, line);
                (isLit ? Lit : Dark).CopyTo(pixels, ((y * WidthPixels) + x) * 3);
            }
        }

        PixelReadSettings settings = new(WidthPixels, HeightPixels, StorageType.Char, PixelMapping.RGB);
        MagickImage image = new();
        image.ReadPixels(pixels, settings);
        image.FilterType = FilterType.Point;
        image.Scale(WidthPixels * Scale, HeightPixels * Scale);
        return image;
    }
}
