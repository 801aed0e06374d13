namespace MeterFirmware.Tests.Metering;

/// <summary>What the chain of telegrams is meant to do, with lists and without thought of memory or time.</summary>
internal sealed class PlainChain(int followers)
{
    private const int Waits = 12;
    private const int MostWhPerSecond = 28;
    private const int MostW = 100_000;

    private readonly Sent _anchor = new(0, [null, null, null, null], null, 0, "");
    private readonly List<Sent> _waiting = [];
    private Sent? _newest;
    private Sent? _best;
    private Sent? _followed;
    private int _needed;
    private int _arrivals;
    private int _shownCount;

    /// <summary>A telegram, and its place among the others.</summary>
    public sealed class Sent(long utc, int?[] wh, int? demandW, int importW, string serial)
    {
        public long Utc { get; set; } = utc;

        public int?[] Wh { get; } = wh;

        public int? DemandW { get; set; } = demandW;

        public int ImportW { get; } = importW;

        public string Serial { get; set; } = serial;

        public Sent? Before { get; set; }

        public int Length { get; set; }

        public bool IsAnchored { get; set; }

        public int Arrival { get; set; }

        public int ShownBefore { get; set; }
    }

    public long BookedUtc => _anchor.Utc;

    public int Dropped { get; private set; }

    public long[] UsedWh { get; } = new long[4];

    /// <summary>Whether the last telegram told of another meter, or of a clock that was set.</summary>
    public (bool OtherMeter, bool ClockSet) Told { get; private set; }

    /// <summary>All that were believed, in their order.</summary>
    public List<Sent> Believed { get; } = [];

    /// <summary>Those that the quarter on show has gone through.</summary>
    public List<Sent> Shown { get; private set; } = [];

    public IReadOnlyList<Sent> Waiting => _waiting;

    private bool IsKnown => _anchor.Utc != 0;

    public void Take(Sent sent)
    {
        Told = default;
        Add(sent);
        if (_newest != null && _newest == _best)
        {
            // One that goes on from what is shown is enough; else all are gone through again.
            Shown = _newest.Before == _followed && _newest.Before != null ? [.. Shown, _newest] : AllShown();
            _followed = _best;
        }

        Believe();
    }

    public void End()
    {
        Told = default;
        _needed = 0;
        _newest = _best;
        Believe();
    }

    public static int Rise(int before, int after) =>
        after < before && before - after >= 990_000_000 ? after - before + 1_000_000_000 : after - before;

    private List<Sent> AllShown()
    {
        List<Sent> shown = [];
        for (Sent? sent = _best; sent != null && sent != _anchor; sent = sent.Before)
        {
            shown.Insert(0, sent);
        }

        return [.. Believed, .. shown];
    }

    private void Add(Sent sent)
    {
        if (_waiting.Count == Waits)
        {
            List<Sent> oldest = [.. _waiting.OrderBy(w => w.Arrival)];
            Release(oldest.Find(w => w.Before != null && w.Before != _anchor && w != _best) ?? oldest[0]);
        }

        _needed = followers;
        _newest = sent;
        sent.Arrival = ++_arrivals;
        Sent? before = _best is { IsAnchored: true } && GoesOn(_best, sent)
            ? _best
            : Candidates().Where(w => GoesOn(w, sent)).OrderByDescending(w => w.IsAnchored).ThenByDescending(w => w.Length).ThenBy(w => w.Arrival).FirstOrDefault();
        if (before == null && IsKnown && IsSentAgain(sent))
        {
            Dropped++;
            _newest = null;
            return;
        }

        sent.Before = before;
        sent.IsAnchored = before is { IsAnchored: true };
        sent.Length = (before?.Length ?? 0) + 1;
        sent.ShownBefore = before?.ShownBefore ?? _shownCount;
        if (before != null && sent.Utc - before.Utc <= 60)
        {
            for (int i = 0; i < 4; i++)
            {
                sent.Wh[i] ??= before.Wh[i];
            }

            sent.Serial = sent.Serial == "" ? before.Serial : sent.Serial;
        }

        _waiting.Add(sent);
        if ((sent.IsAnchored || !IsKnown) && (_best == null || sent.Length > _best.Length))
        {
            _best = sent;
            _shownCount++;
        }
    }

    private IEnumerable<Sent> Candidates() => _waiting.Where(w => _arrivals - w.Arrival <= Waits).Concat(IsKnown ? [_anchor] : []);

    private void Release(Sent sent)
    {
        _waiting.Remove(sent);
        _waiting.FindAll(w => w.Before == sent).ForEach(w => w.Before = sent.Before);
        _best = _best == sent ? null : _best;
        _newest = _newest == sent ? null : _newest;
        _followed = _followed == sent ? null : _followed;
    }

    private bool GoesOn(Sent from, Sent to)
    {
        long seconds = to.Utc - from.Utc;
        return seconds > 0
            && !AreTwoMeters(from, to)
            && (IsKnown || seconds <= 3600)
            && Enumerable.Range(0, 4).All(i => IsRise(from.Wh[i], to.Wh[i], (seconds * MostWhPerSecond) + 2))
            && (to.DemandW == null || IsDemand(from.DemandW, to.DemandW.Value, (int)(to.Utc % 900), seconds));
    }

    private static bool AreTwoMeters(Sent a, Sent b) => a.Serial != "" && b.Serial != "" && a.Serial != b.Serial;

    private static bool IsRise(int? before, int? after, long mostWh) =>
        before == null || after == null || (Rise(before.Value, after.Value) >= 0 && Rise(before.Value, after.Value) <= mostWh);

    private static bool IsDemand(int? beforeW, int demandW, int elapsed, long seconds)
    {
        bool isFromZero = demandW <= (elapsed * MostW / 900) + 3;
        bool isOfLast = demandW >= beforeW - 3 && demandW <= beforeW + (seconds * MostW / 900) + 3;
        bool isStaleStill = demandW >= beforeW - 3 && demandW <= beforeW + 3;
        return beforeW == null ? isFromZero
            : elapsed >= 15 + seconds ? isOfLast
            : elapsed >= 15 ? isFromZero
            : elapsed >= seconds ? isStaleStill || isFromZero
            : isOfLast || isFromZero;
    }

    private bool IsSentAgain(Sent sent)
    {
        long seconds = _anchor.Utc - sent.Utc;
        return seconds is > 0 and <= 3600
            && !AreTwoMeters(_anchor, sent)
            && Enumerable.Range(0, 4).All(i => IsRise(sent.Wh[i], _anchor.Wh[i], (seconds * MostWhPerSecond) + 2))
            && Enumerable.Range(0, 4).Any(i => sent.Wh[i] != null && _anchor.Wh[i] != null && sent.Wh[i] != _anchor.Wh[i]);
    }

    private void Believe()
    {
        while (Next() is Sent next)
        {
            Move(next);
        }

        if (_followed == null)
        {
            Shown = AllShown();
            _followed = _best ?? _anchor;
        }
    }

    private Sent First(Sent tip) => tip.Before == null || tip.Before == _anchor ? tip : First(tip.Before);

    private Sent? Next()
    {
        if (_newest == null || _newest.Length <= _needed)
        {
            return null;
        }

        Sent first = First(_newest);
        if (first.Length + _needed > _newest.Length || MustWait(first, _newest))
        {
            return null;
        }

        bool isChange = IsKnown && !first.IsAnchored;
        return !isChange ? first
            : _shownCount - _newest.ShownBefore >= _newest.Length ? null
            : _best == null ? first : First(_best);
    }

    // Another meter may not have told its name yet; and an old recording ends like a clock that was set back.
    private bool MustWait(Sent first, Sent tip)
    {
        if (_needed == 0 || tip.Utc - first.Utc >= 90)
        {
            return false;
        }

        for (Sent sent = tip; sent != first && first.Serial == ""; sent = sent.Before!)
        {
            first.Serial = sent.Before!.Serial == "" ? sent.Serial : "";
        }

        return (first.Serial == "" && _anchor.Serial != "")
            || (!first.IsAnchored && first.Utc <= _anchor.Utc && tip.Wh.SequenceEqual(_anchor.Wh));
    }

    private void Move(Sent next)
    {
        long apart = Math.Abs(next.Utc - _anchor.Utc);
        long mostWh = (apart * MostWhPerSecond) + (next.Serial != "" && next.Serial == _anchor.Serial ? 500_000 : 2);
        bool isOther = IsKnown && (AreTwoMeters(_anchor, next) || !Enumerable.Range(0, 4).All(i => IsRise(_anchor.Wh[i], next.Wh[i], mostWh)));
        Told = (Told.OtherMeter || isOther, Told.ClockSet || (IsKnown && !isOther && !next.IsAnchored));
        for (int i = 0; i < 4; i++)
        {
            next.Wh[i] = IsKnown && !isOther ? next.Wh[i] ?? _anchor.Wh[i] : next.Wh[i];
            UsedWh[i] += IsKnown && !isOther && _anchor.Wh[i] != null ? Rise(_anchor.Wh[i]!.Value, next.Wh[i]!.Value) : 0;
            _anchor.Wh[i] = next.Wh[i];
        }

        Believed.Add(next);
        (_anchor.Utc, _anchor.DemandW, _anchor.Serial) = (next.Utc, next.DemandW, next.Serial != "" || isOther ? next.Serial : _anchor.Serial);
        _anchor.IsAnchored = true;
        _followed = isOther || _followed == _anchor ? null : _followed == next ? _anchor : _followed;
        foreach (Sent sent in _waiting.FindAll(w => w != next))
        {
            bool follows = Follows(sent, next);
            sent.Length = follows ? sent.Length - next.Length : sent.IsAnchored || _arrivals - sent.Arrival > 24 ? 0 : sent.Length;
            sent.IsAnchored |= follows;
        }

        foreach (Sent sent in _waiting.FindAll(w => w != next && w.Length == 0))
        {
            Dropped++;
            Release(sent);
        }

        next.Before = _anchor;
        Release(next);
        if (_best is not { IsAnchored: true })
        {
            _best = _waiting.Where(w => w.IsAnchored).OrderByDescending(w => w.Length).ThenBy(w => w.Arrival).FirstOrDefault();
        }
    }

    private bool Follows(Sent sent, Sent next) => sent.Before != null && sent.Before != _anchor && (sent.Before == next || Follows(sent.Before, next));
}
