using System.Runtime.CompilerServices;
using System.Text;
using MeterFirmware.Display;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace MeterFirmware.Tests.Display;

/// <summary>What the display shows is kept as pictures. UPDATE_EXPECTATIONS=1 writes them anew; look at them before committing.</summary>
public class PictureTests
{
    public static TheoryData<string> Names => [.. Scenes.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_display_shows_the_picture(string name)
    {
        bool[] seen = Scenes.Show(name).Seen();
        string path = Path.Combine(Folder(), name + ".png");
        bool isUpdated = Environment.GetEnvironmentVariable("UPDATE_EXPECTATIONS") == "1";
        bool[] expected = isUpdated && !File.Exists(path) ? [] : Read(path);
        if (isUpdated && !seen.AsSpan().SequenceEqual(expected))
        {
            Write(path, seen);
            expected = seen;
        }

        Assert.True(seen.AsSpan().SequenceEqual(expected), name + " differs (. only seen, o only expected):\n" + Compared(seen, expected));
    }

    [Fact]
    public void Every_picture_belongs_to_a_state()
    {
        Assert.Equal(
            Scenes.Names.Order(StringComparer.Ordinal),
            Directory.GetFiles(Folder(), "*.png").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!);
    }

    private static bool[] Read(string path)
    {
        using Image<L8> picture = Image.Load<L8>(path);
        Assert.Equal((Canvas.Width, PanelModel.Height), (picture.Width, picture.Height));
        return [.. Enumerable.Range(0, Canvas.Width * PanelModel.Height).Select(i => picture[i % Canvas.Width, i / Canvas.Width].PackedValue > 127)];
    }

    private static void Write(string path, bool[] seen)
    {
        L8[] pixels = [.. seen.Select(isLit => new L8(isLit ? byte.MaxValue : byte.MinValue))];
        using Image<L8> picture = Image.LoadPixelData(pixels, Canvas.Width, PanelModel.Height);
        picture.SaveAsPng(path, new PngEncoder { ColorType = PngColorType.Grayscale, BitDepth = PngBitDepth.Bit1 });
    }

    private static string Compared(bool[] seen, bool[] expected)
    {
        StringBuilder text = new();
        for (int i = 0; i < seen.Length; i++)
        {
            text.Append(seen[i] == expected[i] ? seen[i] ? '#' : ' ' : seen[i] ? '.' : 'o');
            if (i % Canvas.Width == Canvas.Width - 1)
            {
                text.Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Folder([CallerFilePath] string path = "") =>
        Path.Combine(Path.GetDirectoryName(path)!, "..", "Expectations", "pages");
}
