using System.Globalization;
using Spectre.Console;

namespace MeterFirmware.Companion.Terminal;

/// <summary>Sentences for a person: with colour on a terminal, one line each in a file or a pipe, however long.</summary>
internal static class Sentence
{
    /// <summary>A sentence with its end: a full stop, unless it asks.</summary>
    /// <param name="text">The sentence.</param>
    public static string Ended(string text) => text.EndsWith('?') ? text : text + ".";

    /// <summary>Writes one.</summary>
    /// <param name="markup">Spectre's markup; what is filled in is taken as it is.</param>
    public static void Write(FormattableString markup)
    {
        string text = string.Format(
            CultureInfo.InvariantCulture,
            markup.Format,
            [.. markup.GetArguments().Select(argument => Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{argument}")))]);
        if (Console.IsOutputRedirected)
        {
            Console.WriteLine(Markup.Remove(text));
        }
        else
        {
            AnsiConsole.MarkupLine(text);
        }
    }
}
