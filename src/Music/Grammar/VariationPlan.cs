using MusicGen.Music.Tokens.Grid24;
using static MusicGen.Music.Tokens.Grid24.Score24Family;

namespace MusicGen.Music.Grammar;

/// <summary>Settles before the first token which notes of a piece are composed anew, and within what bounds, so that every choice leaves one for the next.</summary>
internal sealed class VariationPlan
{
    private readonly LiveTokens _live;
    private readonly List<List<PlacedNote>> _groups = []; // the notes of a program in a position, upwards

    /// <exception cref="Score24FormatException">The piece is not valid, or has no note.</exception>
    public VariationPlan(ReadOnlySpan<int> piece, LiveTokens live, Func<int, bool> isKept, bool closesAtEnd)
    {
        _live = live;
        var syntax = new Score24Syntax();
        var (index, pitchIndex, notes) = (0, 0, 0);
        Given = GivenMusic.Read(piece, syntax, token =>
        {
            if (token.Family == Program) _groups.Add([]);
            if (token.Family is Pitch or DrumPitch) pitchIndex = index;
            if (syntax.IsAfterNote) _groups[^1].Add(new PlacedNote(pitchIndex, syntax.PitchInProgram, syntax.IsDrums, syntax.Now) { IsKept = isKept(notes++) });
            index++;
        });
        Most = new int[Given.Length];
        Array.Fill(Most, Score24Syntax.None);
        foreach (var group in _groups) Settle(group, closesAtEnd ? syntax.BarEnd : long.MaxValue);
    }

    /// <summary>The piece's tokens, with EOS.</summary>
    public int[] Given { get; }

    /// <summary>For each token of the piece the largest value that may be composed in its place; −1 where it stays.</summary>
    public int[] Most { get; }

    private void Settle(List<PlacedNote> group, long end)
    {
        var durations = _live.ValuesOf(Duration);
        foreach (var note in group.Where(note => !note.IsDrum && !(durations.Length > 0 && durations[0] <= end - note.Onset))) note.IsKept = true;
        while (FindCrowded(group) is { } lowest) lowest.IsKept = true;
        foreach (var run in Runs(group))
        {
            var values = _live.ValuesOf(run.Family);
            for (var i = run.First; i < run.End; i++)
            {
                var note = group[i];
                Most[note.Index] = values[run.HighestIndex - (run.End - i)];
                Most[note.Index + 1] = int.MaxValue;
                if (!note.IsDrum) Most[note.Index + 2] = (int)Math.Min(int.MaxValue, end - note.Onset);
            }
        }
    }

    /// <summary>The lowest note of a run that has fewer pitches than notes; null where all have enough.</summary>
    private PlacedNote? FindCrowded(List<PlacedNote> group)
    {
        foreach (var run in Runs(group))
        {
            if (run.HighestIndex - run.LowestIndex < run.End - run.First) return group[run.First];
        }
        return null;
    }

    /// <summary>The stretches of composed notes, each between two notes that stay or at an end.</summary>
    private IEnumerable<Run> Runs(List<PlacedNote> group)
    {
        for (var first = 0; first < group.Count; first++)
        {
            if (group[first].IsKept) continue;
            var end = first;
            while (end < group.Count && !group[end].IsKept) end++;
            var family = group[first].IsDrum ? DrumPitch : Pitch;
            var above = first == 0 ? 0 : group[first - 1].Pitch + 1;
            var below = end == group.Count ? long.MaxValue : group[end].Pitch;
            yield return new Run(first, end, family, _live.IndexFrom(family, above), _live.IndexFrom(family, below));
            first = end;
        }
    }

    /// <param name="Index">Of its pitch among the tokens; velocity and, but for drums, duration follow.</param>
    /// <param name="Pitch">In the piece.</param>
    /// <param name="IsDrum">Whether it is a drum's.</param>
    /// <param name="Onset">In ticks.</param>
    private sealed record PlacedNote(int Index, int Pitch, bool IsDrum, long Onset)
    {
        public bool IsKept { get; set; }
    }

    /// <param name="First">Its first note in the group.</param>
    /// <param name="End">Behind its last note.</param>
    /// <param name="Family">Of its pitches.</param>
    /// <param name="LowestIndex">The first live pitch that it may have, among those of the family.</param>
    /// <param name="HighestIndex">Behind the last one.</param>
    private readonly record struct Run(int First, int End, Score24Family Family, int LowestIndex, int HighestIndex);
}
