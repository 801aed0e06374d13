using MeterFirmware.Pc;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing.Processors.Quantization;

namespace MeterFirmware.Companion.Device;

/// <summary>Pictures and recordings of the device's display, as large as it looks on a desk.</summary>
internal sealed class OledPicture : IDisposable
{
    private const int Scale = 4;
    private const int Margin = 3;
    private const int HundredthsPerFrame = 100;

    private static readonly Color Lit = Color.FromRgb(170, 220, 255);
    private static readonly Color Dark = Color.FromRgb(8, 12, 20);
    private static readonly PaletteQuantizer TwoColors = new(new[] { Dark, Lit }, new QuantizerOptions { Dither = null });

    private Image<Rgb24>? _frames;

    /// <summary>Writes what the display shows now as PNG.</summary>
    /// <param name="oled">The display.</param>
    /// <param name="path">The file.</param>
    public static void WritePng(Oled oled, string path)
    {
        using Image<Rgb24> image = Draw(oled);
        image.SaveAsPng(path, new PngEncoder { ColorType = PngColorType.Palette, BitDepth = PngBitDepth.Bit1, Quantizer = TwoColors });
    }

    /// <summary>Adds what the display shows now to the recording.</summary>
    /// <param name="oled">The display.</param>
    public void Record(Oled oled)
    {
        Image<Rgb24> image = Draw(oled);
        image.Frames.RootFrame.Metadata.GetGifMetadata().FrameDelay = HundredthsPerFrame;
        if (_frames == null)
        {
            _frames = image;
            image.Metadata.GetGifMetadata().RepeatCount = 0;
            return;
        }

        _frames.Frames.AddFrame(image.Frames.RootFrame);
        image.Dispose();
    }

    /// <summary>Writes the recording as an animated GIF, a frame a second.</summary>
    /// <param name="path">The file.</param>
    public void WriteGif(string path) =>
        _frames?.SaveAsGif(path, new GifEncoder { ColorTableMode = GifColorTableMode.Global, Quantizer = TwoColors });

    public void Dispose() => _frames?.Dispose();

    private static Image<Rgb24> Draw(Oled oled)
    {
        Image<Rgb24> image = new((128 + (2 * Margin)) * Scale, (64 + (2 * Margin)) * Scale, Dark);
        for (int y = 0; y < 64 * Scale; y++)
        {
            for (int x = 0; x < 128 * Scale; x++)
            {
                if (oled.Pixel(x / Scale, y / Scale))
                {
                    image[x + (Margin * Scale), y + (Margin * Scale)] = Lit;
                }
            }
        }

        return image;
    }
}
