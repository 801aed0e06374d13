using System.Reflection;
using MeterFirmware.Companion.Page;
using MeterFirmware.Tests.Support;
using MeterFirmware.Time;
using Xunit;

namespace MeterFirmware.Companion.Tests.Page;

public sealed class WordsTests
{
    [Theory]
    [InlineData("fr", "nl", "fr")]
    [InlineData("xx", "nl-BE,nl;q=0.9,en;q=0.8", "nl")]
    [InlineData(null, "de-DE, en;q=0.5, fr-BE;q=0.7", "fr")]
    [InlineData(null, "nl;q=0, de", "en")]
    [InlineData(null, ";;q=,,=;q=abc,*", "en")]
    [InlineData(null, "", "en")]
    public void The_language_is_that_of_the_link_else_the_one_that_the_browser_likes_most(string? named, string accepted, string expected) =>
        Assert.Equal(expected, Words.For(named, accepted).Code);

    [Fact]
    public void Every_text_is_there_in_each_language_and_most_differ()
    {
        PropertyInfo[] texts = [.. typeof(Words).GetProperties().Where(property => property.PropertyType == typeof(string))];
        string[][] all = [.. Words.Codes.Select(code => texts.Select(text => (string)text.GetValue(Words.For(code, ""))!).ToArray())];

        Assert.All(all.SelectMany(texts => texts), text => Assert.False(string.IsNullOrWhiteSpace(text)));
        Assert.InRange(all[0].Zip(all[1]).Count(pair => pair.First == pair.Second), 0, texts.Length / 5);
        Assert.InRange(all[0].Zip(all[2]).Count(pair => pair.First == pair.Second), 0, texts.Length / 5);
    }

    [Fact]
    public void The_meters_own_rates_have_a_name_in_each_language_and_others_that_of_their_file()
    {
        Words nl = Words.For("nl", "");
        Assert.Equal(["Dag", "Nacht", "Piek"], new[] { "Day", "Night", "Piek" }.Select(nl.RateName));
    }

    [Fact]
    public void Numbers_money_and_days_are_written_as_the_language_has_them()
    {
        (Words en, Words nl, Words fr) = (Words.For("en", ""), Words.For("nl", ""), Words.For("fr", ""));

        Assert.Equal(("1,234.500", "1.234,500", "1\u00A0234,500"), (en.Kw(1_234_500), nl.Kw(1_234_500), fr.Kw(1_234_500)));
        Assert.Equal(("−€0.13", "−€\u00A00,13", "−0,13\u00A0€"), (en.Euro(-125_000_001L), nl.Euro(-125_000_001L), fr.Euro(-125_000_001L)));

        // What rounds to nothing has no sign.
        Assert.Equal("€0.00", en.Euro(-1_000_000L));
        int day = BelgianTime.DayNumber(Belgium.Winter(2026, 1, 15, 12, 0));
        Assert.Equal(("Thursday 15 January 2026", "donderdag 15 januari 2026", "jeudi 15 janvier 2026"), (en.DayOf(day), nl.DayOf(day), fr.DayOf(day)));
        Assert.Equal(["juin", "juil"], [fr.ShortMonth(5), fr.ShortMonth(6)]);
        Assert.Equal(("+25\u00A0%", "−50\u00A0%", ""), (en.Percent(125, 100), en.Percent(50, 100), en.Percent(1, 0)));
    }
}
