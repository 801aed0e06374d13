using MeterFirmware.Readings;

namespace MeterFirmware.Tests.Readings;

public class ObisCatalogueTests
{
    [Theory]
    [InlineData("0-0:96.1.4", Field.Version)]
    [InlineData("1-0:94.32.1", Field.Grid)]
    [InlineData("0-0:96.1.1", Field.MeterSerial)]
    [InlineData("0-0:96.1.2", Field.Ean)]
    [InlineData("0-0:1.0.0", Field.Time)]
    [InlineData("1-0:1.8.1", Field.ImportDayWh)]
    [InlineData("1-0:1.8.2", Field.ImportNightWh)]
    [InlineData("1-0:2.8.1", Field.ExportDayWh)]
    [InlineData("1-0:2.8.2", Field.ExportNightWh)]
    [InlineData("0-0:96.14.0", Field.ActiveRate)]
    [InlineData("1-0:1.7.0", Field.ImportW)]
    [InlineData("1-0:2.7.0", Field.ExportW)]
    [InlineData("1-0:21.7.0", Field.ImportL1W)]
    [InlineData("1-0:41.7.0", Field.ImportL2W)]
    [InlineData("1-0:61.7.0", Field.ImportL3W)]
    [InlineData("1-0:22.7.0", Field.ExportL1W)]
    [InlineData("1-0:42.7.0", Field.ExportL2W)]
    [InlineData("1-0:62.7.0", Field.ExportL3W)]
    [InlineData("1-0:32.7.0", Field.VoltageL1Mv)]
    [InlineData("1-0:52.7.0", Field.VoltageL2Mv)]
    [InlineData("1-0:72.7.0", Field.VoltageL3Mv)]
    [InlineData("1-0:31.7.0", Field.CurrentL1Ma)]
    [InlineData("1-0:51.7.0", Field.CurrentL2Ma)]
    [InlineData("1-0:71.7.0", Field.CurrentL3Ma)]
    [InlineData("1-0:1.4.0", Field.DemandW)]
    [InlineData("1-0:1.6.0", Field.MonthPeakW)]
    [InlineData("0-0:98.1.0", Field.PeakHistory)]
    [InlineData("0-0:96.3.10", Field.Breaker)]
    [InlineData("0-1:96.3.10", Field.Relay1)]
    [InlineData("0-2:96.3.10", Field.Relay2)]
    [InlineData("0-3:96.3.10", Field.Relay3)]
    [InlineData("0-4:96.3.10", Field.Relay4)]
    [InlineData("0-0:17.0.0", Field.LimiterW)]
    [InlineData("1-0:31.4.0", Field.FuseMa)]
    [InlineData("0-0:96.13.0", Field.Message)]
    public void A_code_of_the_electricity_meter_has_its_field(string code, Field field)
    {
        int row = ObisCatalogue.IndexOf(code);
        Assert.Equal(ObisCode.Pack(code), ObisCatalogue.CodeOf(row));
        Assert.Equal(field, ObisCatalogue.FieldOf(row));
    }

    [Theory]
    [InlineData("24.1.0", ObisKind.SubMeterType)]
    [InlineData("96.1.1", ObisKind.SubMeterSerial)]
    [InlineData("96.1.0", ObisKind.SubMeterSerial)]
    [InlineData("96.1.2", ObisKind.SubMeterEan)]
    [InlineData("24.4.0", ObisKind.SubMeterValve)]
    [InlineData("24.2.3", ObisKind.SubMeterRegister)]
    [InlineData("24.2.1", ObisKind.SubMeterRegister)]
    [InlineData("24.3.0", ObisKind.SubMeterRegisterTwoLines)]
    public void Channels_1_to_8_find_the_row_of_any_channel(string rest, ObisKind kind)
    {
        for (int channel = 1; channel <= 8; channel++)
        {
            int row = ObisCatalogue.IndexOf($"0-{channel}:{rest}");
            Assert.Equal(ObisCode.Pack("0-n:" + rest), ObisCatalogue.CodeOf(row));
            Assert.Equal((kind, Field.Count), (ObisCatalogue.KindOf(row), ObisCatalogue.FieldOf(row)));
        }

        Assert.Equal(-1, ObisCatalogue.IndexOf("0-9:" + rest));
        Assert.Equal(-1, ObisCatalogue.IndexOf("0-10:" + rest));
        Assert.Equal(-1, ObisCatalogue.IndexOf("1-1:" + rest));
    }

    [Fact]
    public void Channel_0_is_the_electricity_meter_itself()
    {
        Assert.Equal(Field.MeterSerial, ObisCatalogue.FieldOf(ObisCatalogue.IndexOf("0-0:96.1.1")));
        Assert.Equal(-1, ObisCatalogue.IndexOf("0-0:24.2.1"));
        Assert.Equal(-1, ObisCatalogue.IndexOf("0-0:24.1.0"));
    }

    [Fact]
    public void There_are_four_relays_and_no_more()
    {
        Assert.NotEqual(-1, ObisCatalogue.IndexOf("0-4:96.3.10"));
        Assert.Equal(-1, ObisCatalogue.IndexOf("0-5:96.3.10"));
        Assert.Equal(-1, ObisCatalogue.IndexOf("0-n:96.3.10"));
    }

    [Fact]
    public void No_two_rows_share_a_code_or_a_field()
    {
        int[] rows = [.. Enumerable.Range(0, ObisCatalogue.Count)];
        Assert.Equal(rows.Length, rows.Select(ObisCatalogue.CodeOf).Distinct().Count());
        Field[] fields = [.. rows.Select(ObisCatalogue.FieldOf).Where(field => field != Field.Count)];
        Assert.Equal(Enum.GetValues<Field>().Where(field => field != Field.Count).Order(), fields.Order());
    }

    [Fact]
    public void Every_row_is_found_by_its_code()
    {
        for (int row = 0; row < ObisCatalogue.Count; row++)
        {
            Assert.InRange(ObisCatalogue.CodeOf(row), 1, int.MaxValue);
            Assert.Equal(row, ObisCatalogue.IndexOf(ObisCatalogue.CodeOf(row)));
        }
    }

    [Fact]
    public void A_row_keeps_a_unit_exactly_when_its_telegram_prints_one()
    {
        for (int row = 0; row < ObisCatalogue.Count; row++)
        {
            bool printed = ObisCatalogue.KindOf(row) is ObisKind.Quantity or ObisKind.Limit or ObisKind.TimedQuantity or ObisKind.PeakHistory
                or ObisKind.SubMeterRegister or ObisKind.SubMeterRegisterTwoLines;
            Assert.Equal(printed, ObisCatalogue.UnitOf(row) != ObisUnit.None);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("garbage")]
    [InlineData("1-0:1.8.3")]
    [InlineData("1-0:1.8.1(")]
    [InlineData("1-1:1.8.1")]
    [InlineData("0-0:96.1.3")]
    [InlineData("7-15:255.255.255")]
    public void Other_text_finds_nothing(string text) => Assert.Equal(-1, ObisCatalogue.IndexOf(text));

    [Fact]
    public void Every_row_has_words_and_a_description_of_its_own()
    {
        int[] rows = [.. Enumerable.Range(0, ObisCatalogue.Count)];
        Assert.All(rows, row => Assert.NotEmpty(ObisCatalogue.WordsOf(row)));
        Assert.Equal(rows.Length, rows.Select(ObisCatalogue.DescriptionOf).Distinct().Count());
        Assert.All(rows, row => Assert.Equal(ObisCatalogue.CodeOf(row), ObisCode.Pack(ObisCatalogue.TextOf(row))));
        Assert.Equal("sub-meter register", ObisCatalogue.WordsOf(ObisCatalogue.IndexOf("0-3:24.2.1")));
    }

    [Fact]
    public void No_two_fields_have_a_name_in_the_feed_or_an_entity()
    {
        Field[] fields = [.. Enum.GetValues<Field>().Where(field => field != Field.Count)];
        Assert.Equal([Field.PeakHistory], fields.Where(field => ObisCatalogue.NameOf(field).Length == 0));
        Assert.Equal(fields.Length, fields.Select(ObisCatalogue.NameOf).Distinct().Count());
        Field[] entities = [.. fields.Where(field => ObisCatalogue.EntityIdOf(field).Length > 0)];
        Assert.Equal(entities.Length, entities.Select(ObisCatalogue.EntityIdOf).Distinct().Count());
        Assert.All(entities, field => Assert.NotEmpty(ObisCatalogue.EntityOf(field)));
    }
}
