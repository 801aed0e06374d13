namespace MeterFirmware.Readings;

/// <summary>One OBIS code that this project understands: a row of <see cref="ObisCatalogue"/>.</summary>
public sealed class ObisEntry
{
    /// <summary>Makes a row.</summary>
    /// <param name="code">The code as printed, <c>0-n:</c> for one that every channel has.</param>
    /// <param name="name">Two or three words for a screen.</param>
    /// <param name="description">One sentence.</param>
    /// <param name="unit">The unit that the value is kept in.</param>
    /// <param name="kind">How the value is written.</param>
    /// <param name="field">Where the reading keeps it; <see cref="Field.Count"/> for values of a sub-meter.</param>
    public ObisEntry(string code, string name, string description, ObisUnit unit, ObisKind kind, Field field)
    {
        Code = code;
        PackedCode = ObisCode.Pack(code);
        Name = name;
        Description = description;
        Unit = unit;
        Kind = kind;
        Field = field;
    }

    /// <summary>The code as printed: <c>1-0:1.8.1</c>, or <c>0-n:24.2.1</c> with n for the channel.</summary>
    public string Code { get; }

    /// <summary>The code as one number, see <see cref="ObisCode"/>.</summary>
    public int PackedCode { get; }

    /// <summary>Two or three words for a screen.</summary>
    public string Name { get; }

    /// <summary>One sentence.</summary>
    public string Description { get; }

    /// <summary>The unit that the value is kept in.</summary>
    public ObisUnit Unit { get; }

    /// <summary>How the value is written.</summary>
    public ObisKind Kind { get; }

    /// <summary>Where the reading keeps it; <see cref="Field.Count"/> for values of a sub-meter.</summary>
    public Field Field { get; }
}
