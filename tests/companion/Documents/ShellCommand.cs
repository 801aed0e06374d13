namespace MeterFirmware.Companion.Tests.Documents;

/// <summary>A program and its words.</summary>
/// <param name="Words">The words, without quotes.</param>
/// <param name="IsPiped">Whether it reads what the command before it writes.</param>
internal sealed record ShellCommand(string[] Words, bool IsPiped)
{
    /// <summary>The words for <c>meter</c>, installed or run from a clone, or null when it is another program.</summary>
    public string[]? MeterWords
    {
        get
        {
            if (Words[0] == "meter")
            {
                return Words[1..];
            }

            int end = Array.IndexOf(Words, "--");
            int project = Array.IndexOf(Words, "--project");
            return Words is ["dotnet", "run", ..] && project > 0 && end > project && Words[project + 1] == "companion" ? Words[(end + 1)..] : null;
        }
    }

    public override string ToString() => string.Join(' ', Words);
}
