namespace MeterFirmware.Display;

/// <summary>
/// The codes of glyphs, a byte each: those of printable ASCII are their ASCII codes, the other signs come before them.
/// </summary>
public static class Glyph
{
    /// <summary>The lowest code.</summary>
    public const int First = Euro;

    /// <summary>A blank.</summary>
    public const byte Space = (byte)' ';

    /// <summary>The code of €.</summary>
    public const byte Euro = 19;

    /// <summary>The code of ¼.</summary>
    public const byte Quarter = 20;

    /// <summary>The code of Σ.</summary>
    public const byte Sum = 21;

    /// <summary>The code of an arrow upwards.</summary>
    public const byte Up = 22;

    /// <summary>The code of an arrow downwards.</summary>
    public const byte Down = 23;

    /// <summary>The code of an arrow to the right.</summary>
    public const byte Right = 24;

    /// <summary>The code of an arrow to the left.</summary>
    public const byte Left = 25;

    /// <summary>The code of ².</summary>
    public const byte Squared = 26;

    /// <summary>The code of ³.</summary>
    public const byte Cubed = 27;

    /// <summary>The code of ·.</summary>
    public const byte Dot = 28;

    /// <summary>The code of °.</summary>
    public const byte Degree = 29;

    /// <summary>The code of ✓.</summary>
    public const byte Check = 30;

    /// <summary>The code of ✗.</summary>
    public const byte Cross = 31;

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
