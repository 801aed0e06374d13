namespace MeterFirmware.Pages;

/// <summary>
/// The codes of glyphs, a byte each: those of printable ASCII are their ASCII codes, the other signs follow.
/// </summary>
public static class Glyph
{
    /// <summary>Codes are below this.</summary>
    public const int Codes = 140;

    /// <summary>A blank.</summary>
    public const byte Space = (byte)' ';

    /// <summary>The code of €.</summary>
    public const byte Euro = 127;

    /// <summary>The code of ¼.</summary>
    public const byte Quarter = 128;

    /// <summary>The code of Σ.</summary>
    public const byte Sum = 129;

    /// <summary>The code of an arrow upwards.</summary>
    public const byte Up = 130;

    /// <summary>The code of an arrow downwards.</summary>
    public const byte Down = 131;

    /// <summary>The code of an arrow to the right.</summary>
    public const byte Right = 132;

    /// <summary>The code of an arrow to the left.</summary>
    public const byte Left = 133;

    /// <summary>The code of ².</summary>
    public const byte Squared = 134;

    /// <summary>The code of ³.</summary>
    public const byte Cubed = 135;

    /// <summary>The code of ·.</summary>
    public const byte Dot = 136;

    /// <summary>The code of °.</summary>
    public const byte Degree = 137;

    /// <summary>The code of ✓.</summary>
    public const byte Check = 138;

    /// <summary>The code of ✗.</summary>
    public const byte Cross = 139;

    /// <summary>The code of a character.</summary>
    /// <param name="character">Any character.</param>
    /// <returns>Its code; that of ? when there is no glyph for it.</returns>
    public static byte Of(char character)
    {
        if (character >= ' ' && character <= '~')
        {
            return (byte)character;
        }

        return character switch
        {
            '€' => Euro,
            '¼' => Quarter,
            'Σ' => Sum,
            '↑' => Up,
            '↓' => Down,
            '→' => Right,
            '←' => Left,
            '²' => Squared,
            '³' => Cubed,
            '·' => Dot,
            '°' => Degree,
            '✓' => Check,
            '✗' => Cross,
            _ => (byte)'?',
        };
    }
}
