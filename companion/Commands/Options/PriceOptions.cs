using System.CommandLine;
using System.CommandLine.Parsing;
using MeterFirmware.Companion.Market;
using MeterFirmware.Companion.Terminal;
using MeterFirmware.Time;

namespace MeterFirmware.Companion.Commands.Options;

/// <summary>The options that say where day-ahead prices come from.</summary>
internal sealed class PriceOptions
{
    /// <summary>In place of a source: none.</summary>
    public const string Off = "off";

    private const string TokenVariable = "METER_ENTSOE_TOKEN";
    private const string MirrorVariable = "METER_PRICES_URL";
    private const string KnownSources = $"{EnergyCharts.SourceName}, {NordPool.SourceName}, {Entsoe.SourceName}";

    private static readonly string[] Names = [EnergyCharts.SourceName, NordPool.SourceName, Entsoe.SourceName];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // One for all questions of this process, once there is one.
    private static readonly Lazy<HttpClient> Http = new(() => new HttpClient { Timeout = Patience });

    private readonly Option<string[]> _sources;
    private readonly bool _canBeOff;

    /// <summary>Makes them.</summary>
    /// <param name="name">How the option that names a source is called.</param>
    /// <param name="canBeOff">Whether there may be none.</param>
    public PriceOptions(string name, bool canBeOff)
    {
        _canBeOff = canBeOff;
        _sources = new Option<string[]>(name)
        {
            Description = $"Day-ahead prices: {KnownSources} or a file (CSV or JSON, see docs/prices.md){(canBeOff ? $"; {Off} for none" : "")}; may be given several times, in the order in which they are asked; default {EnergyCharts.SourceName}, then {NordPool.SourceName}, and {Entsoe.SourceName} where its token is known",
            HelpName = canBeOff ? $"SOURCE|{Off}" : "SOURCE",
            CustomParser = Read,
        };
        OptionText.Suggest(_sources, canBeOff ? [.. Names, Off] : Names);
    }

    /// <summary>Where the token of ENTSO-E is.</summary>
    public Option<string?> TokenFile { get; } = new("--entsoe-token-file") { Description = $"A file whose first line is your token of {Entsoe.SourceName}; else {TokenVariable}", HelpName = "FILE" };

    /// <summary>The options themselves.</summary>
    public Option[] All => [_sources, TokenFile];

    public void AddTo(Command command)
    {
        command.Options.Add(_sources);
        command.Options.Add(TokenFile);
    }

    /// <summary>Whether a word is the name of a source, or says that there is to be none; else it is a file.</summary>
    public static bool IsName(string word) => word == Off || Names.Contains(word);

    /// <summary>Whether an option is the one that names a source.</summary>
    public bool IsSource(Option option) => option == _sources;

    /// <summary>The sources that the command line names, in words; empty when it names none.</summary>
    public string[] NamesIn(ParseResult parsed) => parsed.GetValue(_sources) ?? [];

    /// <summary>What gets prices.</summary>
    /// <returns>Null when there is to be none.</returns>
    /// <exception cref="CommandFailure">The token is missing, or its file cannot be read.</exception>
    public PriceDesk? Create(ParseResult parsed, TimeProvider clock)
    {
        string[] named = NamesIn(parsed);
        if (named is [Off])
        {
            return null;
        }

        string token = SecretInput.Read(parsed.GetValue(TokenFile), TokenVariable) ?? "";
        if (named.Contains(Entsoe.SourceName) && token.Length == 0)
        {
            throw new CommandFailure(ExitCode.WrongUsage, $"ENTSO-E wants a token of yours: put it into {TokenVariable}, or name a file that has it with {TokenFile.Name}; docs/prices.md tells how to get one.");
        }

        if (named.Length == 0)
        {
            named = token.Length > 0 ? Names : [EnergyCharts.SourceName, NordPool.SourceName];
        }

        PriceFolder folder = new(PriceFolder.Default);
        WebAccess web = new(Http.Value, folder, clock);
        return new PriceDesk([.. named.Select(name => Source(name, token, web))], folder);
    }

    /// <summary>The day that a word or a date means.</summary>
    /// <param name="text">today, tomorrow, yesterday or a date such as 2026-12-01.</param>
    /// <param name="utc">Now, UTC seconds.</param>
    /// <returns>In days since 1970-01-01; 0 when it means none.</returns>
    public static int Day(string text, long utc) => text switch
    {
        "today" => BelgianTime.DayNumber(utc),
        "tomorrow" => BelgianTime.DayNumber(utc) + 1,
        "yesterday" => BelgianTime.DayNumber(utc) - 1,
        _ => CivilDate.Parse(text),
    };

    private static PriceSource Source(string name, string token, WebAccess web) => name switch
    {
        EnergyCharts.SourceName => new EnergyCharts(Root(EnergyCharts.Address), web),
        NordPool.SourceName => new NordPool(Root(NordPool.Address), web),
        Entsoe.SourceName => new Entsoe(Root(Entsoe.Address), token, web),
        _ => new PriceFile(name),
    };

    private static Uri Root(Uri address)
    {
        string? mirror = Environment.GetEnvironmentVariable(MirrorVariable);
        return string.IsNullOrEmpty(mirror) ? address
            : Uri.TryCreate(mirror.TrimEnd('/') + "/", UriKind.Absolute, out Uri? root) && root.Scheme is "http" or "https" ? root
            : throw new CommandFailure(ExitCode.WrongUsage, $"{MirrorVariable} takes a URL such as http://192.168.1.10:8080, not \"{mirror}\".");
    }

    private string[] Read(ArgumentResult result)
    {
        string[] words = [.. result.Tokens.Select(token => token.Value)];
        if (words.FirstOrDefault(word => !IsName(word) && !word.Contains('.', StringComparison.Ordinal) && !File.Exists(word)) is string unknown)
        {
            result.AddError($"{_sources.Name} takes {KnownSources}{(_canBeOff ? $", {Off}" : "")} or a file such as prices.json, not \"{unknown}\".");
        }
        else if (words.Contains(Off) && (!_canBeOff || words.Length > 1))
        {
            result.AddError(_canBeOff ? $"{Off} goes with no other source." : $"{_sources.Name} cannot be {Off}.");
        }

        return words;
    }
}
