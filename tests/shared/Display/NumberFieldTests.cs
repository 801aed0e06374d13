using CsCheck;
using MeterFirmware.Display;

namespace MeterFirmware.Tests.Display;

/// <summary>A number stays in its place, and drawing what differs gives the same picture as drawing all.</summary>
public class NumberFieldTests
{
    private static readonly Gen<long> Values = Gen.OneOf<long>(
        Gen.Long,
        Gen.Long[-120000, 120000],
        Gen.Int[0, 62].Select(bit => 1L << bit),
        Gen.Int[0, 62].Select(bit => -1L << bit),
        Gen.OneOf(long.MinValue, long.MaxValue, 0L, 99999L, -99999L, 9999999000000000L));

    public static TheoryData<string> Fonts => ["small", "medium", "large"];

    [Theory]
    [MemberData(nameof(Fonts))]
    public void Any_number_stays_in_its_place(string font)
    {
        Values.Array[1, 12].Sample(
            values =>
            {
                (NumberField field, BitmapFont used, int left, int end) = Field(font);
                Canvas canvas = new();
                bool isFirst = true;
                foreach (long value in values)
                {
                    field.Show(canvas, value, isFirst);
                    isFirst = false;
                    for (int i = 0; i < canvas.Pixels.Length; i++)
                    {
                        bool isInside = i % 128 >= left && i % 128 < end && i / 128 >= 2 && i / 128 < 2 + used.Rows;
                        Assert.True(isInside || canvas.Pixels[i] == 0);
                    }
                }
            },
            iter: 300);
    }

    [Theory]
    [MemberData(nameof(Fonts))]
    public void What_differs_is_drawn_and_what_was_there_goes(string font)
    {
        Values.Select(Gen.Int[0, 6]).Array[1, 12].Sample(
            values =>
            {
                NumberField field = Field(font).Field;
                Canvas canvas = new();
                bool isFirst = true;
                foreach ((long value, int kind) in values)
                {
                    Show(field, canvas, value, kind, isFirst);
                    isFirst = false;
                    Canvas anew = new();
                    Show(Field(font).Field, anew, value, kind, true);
                    Assert.Equal(anew.Pixels, canvas.Pixels);
                }
            },
            iter: 300);
    }

    [Fact]
    public void A_power_beyond_its_place_keeps_its_point_and_says_so()
    {
        Canvas canvas = new();
        Field("large").Field.Show(canvas, 1_000_000_000, true);
        Canvas expected = new();
        int column = 2;
        foreach (char character in ">9999.9")
        {
            column = expected.DrawGlyph(LargeDigits.Font, character, column, 2);
        }

        Assert.Equal(expected.Pixels, canvas.Pixels);
    }

    [Fact]
    public void The_same_text_is_not_drawn_again()
    {
        Canvas canvas = new();
        NumberField field = new(SmallFont.Font, 60, 2, 7, 9, 2);
        field.Show(canvas, 1234567890, true);
        canvas.FlushTo(new PanelModel());
        field.Show(canvas, 1234567890, false);
        field.Show(canvas, 1234567999, false);
        Assert.False(canvas.IsDirty);
        field.Show(canvas, 1244567999, false);
        Assert.Equal(54, canvas.FirstDirty(2));
        Assert.Equal(60, canvas.EndDirty(2));
    }

    private static void Show(NumberField field, Canvas canvas, long value, int kind, bool whole)
    {
        if (kind == 0)
        {
            field.ShowText(canvas, "-", whole);
        }
        else if (kind == 1)
        {
            field.ShowText(canvas, "", whole);
        }
        else
        {
            field.Show(canvas, value, whole);
        }
    }

    private static (NumberField Field, BitmapFont Font, int Left, int End) Field(string font) => font switch
    {
        "small" => (new NumberField(SmallFont.Font, 60, 2, 7, 9, 2), SmallFont.Font, 18, 60),
        "medium" => (new NumberField(MediumFont.Font, 126, 2, 8, 9, 2, 0, Glyph.Euro), MediumFont.Font, 30, 126),
        _ => (new NumberField(LargeDigits.Font, 98, 2, 7, 3, 3, 1, (byte)'+'), LargeDigits.Font, 2, 98),
    };
}
