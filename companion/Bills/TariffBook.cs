using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using MeterFirmware.Companion.Sources;

namespace MeterFirmware.Companion.Bills;

/// <summary>All tariffs that are known: those that came with the program, and the files of a folder, which win.</summary>
internal sealed class TariffBook
{
    /// <summary>The folder that is read when none is named and it is there.</summary>
    public const string DefaultFolder = "tariffs";

    private const string Resources = "tariffs/";

    private static readonly string[] Kinds = ["grid", "levies", "contract", "vat", "registers"];
    private static readonly string[] Utilities = ["electricity", "gas", "water"];

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        RespectNullableAnnotations = true,
    };

    private List<Tariff> _tariffs = [];

    private TariffBook()
    {
    }

    /// <summary>Those that came with the program.</summary>
    public static TariffBook BuiltIn()
    {
        TariffBook book = new();
        Assembly assembly = Assembly.GetExecutingAssembly();
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Resources, StringComparison.Ordinal)))
        {
            using MemoryStream bytes = new();
            assembly.GetManifestResourceStream(name)!.CopyTo(bytes);
            book.Add(bytes.ToArray(), name);
        }

        return book;
    }

    /// <summary>Those that came with the program, with the files of a folder.</summary>
    /// <param name="folder">The folder; null for <see cref="DefaultFolder"/>, if it is there.</param>
    /// <exception cref="CommandFailure">There is no such folder, or something in a file is wrong.</exception>
    public static TariffBook Read(string? folder)
    {
        TariffBook book = BuiltIn();
        if (folder == null && !Directory.Exists(DefaultFolder))
        {
            return book;
        }

        string path = folder ?? DefaultFolder;
        if (!Directory.Exists(path))
        {
            throw new CommandFailure(ExitCode.BadInput, $"There is no folder {path}; --tariffs names one with files of tariffs.");
        }

        foreach (string file in Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal))
        {
            book.Add(SmallFile.ReadJson(file), file);
        }

        return book;
    }

    /// <summary>Adds a file's tariffs; one of the same name, regions and first day takes the place of another.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="path">Where it comes from, for errors.</param>
    /// <exception cref="CommandFailure">Something in it is wrong.</exception>
    public void Add(byte[] json, string path)
    {
        TariffFile file;
        try
        {
            ReadOnlySpan<byte> bytes = json;
            file = JsonSerializer.Deserialize<TariffFile>(bytes.TrimStart("\uFEFF"u8), Options) ?? throw new JsonException("an object with \"tariffs\" was expected");
        }
        catch (JsonException error)
        {
            string problem = error.Message.Split(" Path: ")[0].TrimEnd('.');
            throw new CommandFailure(ExitCode.BadInput, $"{path}, line {(error.LineNumber ?? 0) + 1}{(error.Path is { Length: > 2 } at ? $", {at[2..]}" : "")}: {problem}.");
        }

        for (int i = 0; i < file.Tariffs.Length; i++)
        {
            Tariff tariff = file.Tariffs[i];
            if (ProblemOf(tariff) is string problem)
            {
                throw new CommandFailure(ExitCode.BadInput, $"{path}, tariffs[{i}] \"{tariff.Name}\": {problem}.");
            }

            _tariffs.RemoveAll(other => IsSame(other, tariff) && other.ValidFrom == tariff.ValidFrom && other.Regions.Order().SequenceEqual(tariff.Regions.Order()));
            _tariffs.Add(tariff);
        }

        _tariffs = [.. _tariffs.OrderBy(tariff => tariff.ValidFrom)];
    }

    /// <summary>The names of those of a kind, in their order.</summary>
    /// <param name="kind">As of <see cref="All"/>.</param>
    /// <param name="utility">As of <see cref="All"/>.</param>
    /// <param name="region">As of <see cref="All"/>.</param>
    public IEnumerable<string> Names(string kind, string utility = "electricity", string? region = null) =>
        All(kind, utility, region).Select(versions => versions.Key).Order(StringComparer.Ordinal);

    /// <summary>All of a kind and utility that hold in a region: those of one name one after another, by their first days.</summary>
    /// <param name="kind">As of <see cref="Tariff.Kind"/>.</param>
    /// <param name="utility">As of <see cref="Tariff.Utility"/>.</param>
    /// <param name="region">Its name, or null for any.</param>
    public IEnumerable<IGrouping<string, Tariff>> All(string kind, string utility, string? region) =>
        _tariffs.Where(tariff => tariff.Kind == kind && tariff.Utility == utility && tariff.HoldsIn(region)).GroupBy(tariff => tariff.Name);

    /// <summary>Those of a name.</summary>
    /// <exception cref="CommandFailure">There is none.</exception>
    public IReadOnlyList<Tariff> Find(string kind, string utility, string name, string? region)
    {
        Tariff[] found = [.. All(kind, utility, region).FirstOrDefault(group => group.Key == name) ?? Enumerable.Empty<Tariff>()];
        if (found.Length > 0)
        {
            return found;
        }

        string[] names = [.. Names(kind, utility, region)];
        string? near = Json.NearestName.Of(name, names);
        string known = near != null ? $"did you mean {near}?" : names.Length == 0 ? "a file in the folder of --tariffs can say it" : $"known are {string.Join(", ", names)}; a file in the folder of --tariffs can say others";
        throw new CommandFailure(ExitCode.WrongUsage, $"No {(kind == "grid" ? "grid area" : kind)} of {utility} is called {name}{(region == null ? "" : $" in {char.ToUpperInvariant(region[0])}{region[1..]}")}; {known}{(near == null ? "." : "")}");
    }

    private static bool IsSame(Tariff one, Tariff other) => one.Kind == other.Kind && one.Utility == other.Utility && one.Name == other.Name;

    private static string? ProblemOf(Tariff tariff)
    {
        if (!Kinds.Contains(tariff.Kind))
        {
            return $"kind is one of {string.Join(", ", Kinds)}, not \"{tariff.Kind}\"";
        }

        if (!Utilities.Contains(tariff.Utility))
        {
            return $"utility is one of {string.Join(", ", Utilities)}, not \"{tariff.Utility}\"";
        }

        if (tariff.ValidTo < tariff.ValidFrom)
        {
            return "validTo is before validFrom";
        }

        return IsNoBasis(tariff.Basis) ? $"basis is excl or incl, not \"{tariff.Basis}\""
            : tariff.Charges.Select(charge => (charge.Name, Problem: ProblemOf(charge, tariff))).FirstOrDefault(charge => charge.Problem != null) is { Problem: string problem } wrong ? $"\"{wrong.Name}\": {problem}"
            : null;
    }

    private static bool IsNoBasis(string basis) => basis is not ("excl" or "incl");

    private static string? ProblemOf(Charge charge, Tariff tariff) =>
        !Charge.Groups.Contains(charge.Group) ? $"group is one of {string.Join(", ", Charge.Groups)}, not \"{charge.Group}\""
        : !Charge.Units.Contains(charge.Per) ? $"per is one of {string.Join(", ", Charge.Units)}, not \"{charge.Per}\""
        : charge.Per == "m3" && tariff.Utility == "electricity" ? "electricity goes by the kWh"
        : charge.Basis != null && IsNoBasis(charge.Basis) ? $"basis is excl or incl, not \"{charge.Basis}\""
        : charge.Step is not ("quarter" or "hour") ? $"step is quarter or hour, not \"{charge.Step}\""
        : tariff.Utility == "electricity" && charge.Per == "kWh" && charge.Of is not ("import" or "export") ? "a price per kWh says of import or export"
        : charge.Times != null && charge.Of == null ? "only electricity follows the market"
        : null;

    private sealed record TariffFile
    {
        [JsonPropertyName("$schema")]
        public string? Schema { get; init; }

        public required Tariff[] Tariffs { get; init; }
    }
}
