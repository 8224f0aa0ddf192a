using MusicGen.Music.Scores;

namespace MusicGen.Music.Tokens.Grid24;

/// <summary>Turns the tokens of one piece into a score, checking each of them.</summary>
internal sealed class Score24Decoder
{
    private const int DrumTicks = Score24.TicksPerQuarter / 4;

    private readonly Score24Syntax _syntax = new();
    private readonly List<Meter> _meters = [];
    private readonly List<Tempo> _tempos = [];
    private readonly List<KeySignature> _keys = [];
    private readonly List<ChordSymbol> _chords = [];
    private readonly List<(int Program, List<Note> Notes)> _parts = [];
    private readonly int[] _partOf = new int[Score24Vocabulary.DrumProgram + 1]; // from 1; 0 is none

    public Score Decode(ReadOnlySpan<int> tokens, string? name)
    {
        for (var i = 0; i < tokens.Length; i++) Take(_syntax.Follow(tokens[i], i));
        if (!_syntax.IsEnded) throw new Score24FormatException(tokens.Length, "The piece has no end: EOS must follow its last note.");
        return ToScore(name);
    }

    private void Take(Score24Token token)
    {
        switch (token.Family)
        {
            case Score24Family.TimeSig:
                var (numerator, denominator) = Score24Scales.Meters[token.Value];
                _meters.Add(new Meter(new Ticks(_syntax.BarStart), numerator, denominator));
                break;
            case Score24Family.Tempo:
                _tempos.Add(new Tempo(new Ticks(_syntax.Now), Score24Scales.Microseconds(token.Value)));
                break;
            case Score24Family.Key:
                _keys.Add(Score24Harmony.KeyOf(token.Value, new Ticks(_syntax.Now)));
                break;
            case Score24Family.Chord:
                _chords.Add(Score24Harmony.ChordOf(token.Value, new Ticks(_syntax.Now)));
                break;
            case Score24Family.Duration:
                AddNote(token.Value);
                break;
            case Score24Family.Velocity when _syntax.IsDrums:
                AddNote((int)Math.Min(DrumTicks, _syntax.BarEnd - _syntax.Now));
                break;
        }
    }

    private void AddNote(int ticks)
    {
        ref var part = ref _partOf[_syntax.ProgramInPosition];
        if (part == 0)
        {
            _parts.Add((_syntax.ProgramInPosition, []));
            part = _parts.Count;
        }
        var channel = _syntax.IsDrums ? Track.DrumChannel : ChannelOf(part - 1);
        _parts[part - 1].Notes.Add(new Note(new Ticks(_syntax.Now), new Ticks(ticks), _syntax.PitchInProgram, _syntax.Velocity, channel));
    }

    /// <summary>Pitched parts take the channels in the order they begin, and step over that of the drums.</summary>
    private int ChannelOf(int part)
    {
        var channel = part;
        var drums = _partOf[Score24Vocabulary.DrumProgram];
        if (drums != 0 && drums - 1 < part) channel--;
        return channel < Track.DrumChannel ? channel : channel + 1;
    }

    private Score ToScore(string? name) => new(
        Score24.TicksPerQuarter,
        _parts.Select(part => new Track(null, part.Program == Score24Vocabulary.DrumProgram ? 0 : part.Program, part.Notes)),
        _tempos,
        _meters,
        new Ticks(_syntax.BarEnd),
        name,
        _keys,
        _chords);
}
