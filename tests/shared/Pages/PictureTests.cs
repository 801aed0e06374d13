using System.Runtime.CompilerServices;
using System.Text;
using MeterFirmware.Pages;

namespace MeterFirmware.Tests.Pages;

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
        bool[] expected = isUpdated && !File.Exists(path) ? [] : Png.Decode(File.ReadAllBytes(path), Canvas.Width);
        if (isUpdated && !seen.AsSpan().SequenceEqual(expected))
        {
            File.WriteAllBytes(path, Png.Encode(seen, Canvas.Width));
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

    [Fact]
    public void A_picture_survives_being_written_and_read()
    {
        bool[] picture = new bool[Canvas.Width * PanelModel.Height];
        for (int i = 0; i < picture.Length; i++)
        {
            picture[i] = (i * 7919 % 13) < 5;
        }

        Assert.Equal(picture, Png.Decode(Png.Encode(picture, Canvas.Width), Canvas.Width));
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
