using System.Runtime.InteropServices;
using MusicGen.Music.Scores;
using static MusicGen.Music.Tokens.Grid24.Score24Family;

namespace MusicGen.Music.Tokens.Grid24;

/// <summary>Tells one score in tokens.</summary>
internal sealed class Score24Encoder
{
    private static readonly int FirstTimeSig = Score24Vocabulary.FirstOf(TimeSig);
    private static readonly int FirstPosition = Score24Vocabulary.FirstOf(Position);
    private static readonly int FirstProgram = Score24Vocabulary.FirstOf(Program);
    private static readonly int FirstPitch = Score24Vocabulary.FirstOf(Pitch);
    private static readonly int FirstDrumPitch = Score24Vocabulary.FirstOf(DrumPitch);
    private static readonly int FirstVelocity = Score24Vocabulary.FirstOf(Velocity);
    private static readonly int FirstDuration = Score24Vocabulary.FirstOf(Duration);

    private readonly Score24Options _options;
    private readonly BarGrid _bars;
    private readonly SlotNotes _notes;
    private readonly ChangeList[] _changes; // in the order in which they stand in a position
    private readonly List<int> _tokens;
    private int _meter = Score24Syntax.None;

    public Score24Encoder(Score score, Score24Options options)
    {
        _options = options;
        _bars = new BarGrid(score);
        _notes = SlotNotes.Of(score, options);
        _changes =
        [
            ChangeList.OfTempos(score),
            options.Keys ? ChangeList.OfKeys(score) : ChangeList.Empty,
            options.Chords ? ChangeList.OfChords(score) : ChangeList.Empty,
        ];
        _tokens = new List<int>((_notes.Count * 5) + 16);
    }

    public Score24Encoding Encode()
    {
        if (_notes.Count > 0) TellPositions();
        _tokens.Add(Score24Vocabulary.End);
        return new Score24Encoding
        {
            Tokens = ImmutableCollectionsMarshal.AsImmutableArray(_tokens.ToArray()),
            Notes = _notes.Count,
            Bars = _bars.Bars,
            Duplicates = _notes.Duplicates,
            DrumsLeftOut = _notes.DrumsLeftOut,
            DrumsMoved = _notes.DrumsMoved,
            Shortened = _notes.Shortened,
            Lengthened = _notes.Lengthened,
            TemposClamped = _changes[0].Clamped,
            MetersRebarred = _bars.Rebarred,
            ProgramsMerged = _notes.ProgramsMerged,
        };
    }

    private void TellPositions()
    {
        var end = _notes.LastTick;
        var next = 0;
        var isFirst = true;
        while (next < _notes.Count)
        {
            var tick = _notes[next].Tick;
            foreach (var changes in _changes) tick = Math.Min(tick, changes.NextTick);
            if (isFirst) _changes[0].HoldFrom(tick);
            isFirst = false;
            BeginPosition(tick, end);
            foreach (var changes in _changes)
            {
                if (changes.NextTick == tick) _tokens.Add(changes.Take());
            }
            next = TellNotes(next, tick);
        }
    }

    private void BeginPosition(long tick, long end)
    {
        while (_bars.End <= tick)
        {
            _bars.MoveNext();
            if (_bars.Bars > _options.MostBars) throw Score24LimitException.For(_options.MostBars, end);
            _tokens.Add(Score24Vocabulary.Bar);
            if (_bars.Meter != _meter) _tokens.Add(FirstTimeSig + (_meter = _bars.Meter));
        }
        _tokens.Add(FirstPosition + (int)(tick - _bars.Start));
    }

    private int TellNotes(int next, long tick)
    {
        var program = Score24Syntax.None;
        for (; next < _notes.Count && _notes[next].Tick == tick; next++)
        {
            var note = _notes[next];
            if (note.Program != program) _tokens.Add(FirstProgram + (program = note.Program));
            var isDrum = program == Score24Vocabulary.DrumProgram;
            _tokens.Add(isDrum ? FirstDrumPitch + note.Pitch - Score24Scales.LowestDrum : FirstPitch + note.Pitch);
            _tokens.Add(FirstVelocity + note.Velocity);
            if (!isDrum) _tokens.Add(FirstDuration + note.Duration);
        }
        return next;
    }
}
