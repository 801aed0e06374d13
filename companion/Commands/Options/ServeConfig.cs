using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json;
using MeterFirmware.Companion.Sources;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Json;

namespace MeterFirmware.Companion.Commands.Options;

/// <summary>A file with the options of a command: an object of JSON whose members are the options without their dashes.</summary>
internal static class ServeConfig
{
    /// <summary>The file that is read when nothing else is said and it is there.</summary>
    public const string DefaultName = "meter.json";

    private const string Schema = "$schema";

    private static readonly JsonDocumentOptions Style = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 4 };

    /// <summary>Whether an option can stand in a file.</summary>
    public static bool CanHold(Option option, ServeOptions options) => option != options.Config && option.Name is not ("--help" or "--version" or "--dry-run" or "--set-password" or "--for");

    /// <summary>The command line with what a file says beside it.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="options">Its options.</param>
    /// <returns>The command line itself when there is no file.</returns>
    /// <exception cref="CommandFailure">Something in the file is wrong; the message names file, key and mistake.</exception>
    public static ParseResult Over(ParseResult parsed, ServeOptions options)
    {
        if (PathIn(parsed.CommandResult, options) is not string path)
        {
            return parsed;
        }

        // The same options on a command that asks for all that has to be there.
        Command command = new(parsed.CommandResult.Command.Name);
        options.AddTo(command);
        foreach (Option other in parsed.CommandResult.Command.Options.Except(command.Options).ToList())
        {
            command.Options.Add(other);
        }

        command.Validators.Add(options.Validate);
        List<string> words = [.. OptionText.Given(parsed, command.Options.Where(option => option != options.Config))];
        HashSet<string> fromFile = [];
        foreach ((Option option, string[] values) in Read(path, command, options))
        {
            if (parsed.GetResult(option) is { Implicit: false })
            {
                continue;
            }

            fromFile.Add(option.Name);
            words.AddRange(values.Length == 0 ? [option.Name] : values.Select(value => $"{option.Name}={value}"));
        }

        ParseResult merged = command.Parse(words);
        if (merged.Errors.Count == 0)
        {
            return merged;
        }

        ParseError error = merged.Errors[0];
        string? key = KeyOf(error, fromFile);
        throw new CommandFailure(ExitCode.WrongUsage, $"{path}: {(key == null ? "" : $"{key}: ")}{Sentence.Ended(error.Message.TrimEnd('.'))}");
    }

    /// <summary>The file that a command line means; null for none.</summary>
    public static string? PathIn(CommandResult result, ServeOptions options) =>
        ServeOptions.TextOf(result, options.Config) ?? (!options.NamesSource(result) && File.Exists(DefaultName) ? DefaultName : null);

    private static string? KeyOf(ParseError error, HashSet<string> fromFile)
    {
        for (SymbolResult? result = error.SymbolResult; result != null; result = result.Parent)
        {
            if (result is OptionResult option)
            {
                return fromFile.Contains(option.Option.Name) ? option.Option.Name[2..] : null;
            }
        }

        return null;
    }

    private static List<(Option Option, string[] Values)> Read(string path, Command command, ServeOptions options)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        Dictionary<string, Option> known = command.Options.Where(option => CanHold(option, options)).ToDictionary(option => option.Name[2..]);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(SmallFile.ReadJson(path), Style);
        }
        catch (JsonException error)
        {
            throw Wrong(path, $"line {error.LineNumber + 1} column {error.BytePositionInLine + 1}: this is no JSON");
        }

        using (document)
        {
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw Wrong(path, "an object was expected, { and }");
            }

            List<(Option, string[])> all = [];
            HashSet<string> seen = [];
            foreach (JsonProperty member in document.RootElement.EnumerateObject().Where(member => member.Name != Schema))
            {
                string key = Quote.Of(member.Name);
                if (!known.TryGetValue(member.Name, out Option? option))
                {
                    string? near = NearestName.Of(member.Name, [.. known.Keys]);
                    throw Wrong(path, $"{key}: there is no such key" + (near == null ? "; docs/serve.md lists them" : $"; did you mean {near}?"));
                }

                if (!seen.Add(member.Name))
                {
                    throw Wrong(path, $"{key}: it stands there twice");
                }

                if (Values(member.Value, option, path, key) is string[] values)
                {
                    // Paths are as seen from the file.
                    all.Add((option, [.. values.Select(value => options.IsFile(option, value) ? Path.GetFullPath(value, folder) : value)]));
                }
            }

            return all;
        }
    }

    // Null for what is not to be; none for a flag.
    private static string[]? Values(JsonElement value, Option option, string path, string key)
    {
        bool isFlag = option.ValueType == typeof(bool);
        bool isList = option.ValueType.IsArray;
        return value.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False when !isFlag => throw Wrong(path, $"{key}: a text or a number was expected, not true or false"),
            JsonValueKind.True => [],
            JsonValueKind.False => null,
            _ when isFlag => throw Wrong(path, $"{key}: true or false was expected"),
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Number => [value.GetRawText()],
            JsonValueKind.Array when isList => [.. value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Wrong(path, $"{key}: a list of texts was expected"))],
            _ => throw Wrong(path, $"{key}: {(isList ? "a text or a list of texts" : "a text or a number")} was expected"),
        };
    }

    private static CommandFailure Wrong(string path, string problem) => new(ExitCode.BadInput, $"{path}: {Sentence.Ended(problem)}");
}
