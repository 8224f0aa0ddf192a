using MusicGen.Music.Tokens.Grid24;
using static MusicGen.Music.Tokens.Grid24.Score24Family;

namespace MusicGen.Inference.Composing;

/// <summary>A piece of Score24 less some of its key signatures and chord symbols.</summary>
internal static class WithoutChanges
{
    private const int None = -1;

    /// <summary>The piece, valid if it was: what then only repeats the key or chord in force is left out as well, and so is a position that has nothing left.</summary>
    /// <param name="piece">Score24 ids.</param>
    /// <param name="isLeftOut">Of a key or chord whether it goes.</param>
    public static int[] Of(ReadOnlySpan<int> piece, Func<int, bool> isLeftOut)
    {
        var (kept, key, chord) = (new List<int>(piece.Length), None, None);
        foreach (var id in piece)
        {
            switch (Score24Vocabulary.TokenOf(id).Family)
            {
                case Key:
                    if (isLeftOut(id) || id == key) continue;
                    key = id;
                    break;
                case Chord:
                    if (isLeftOut(id) || id == chord) continue;
                    chord = id;
                    break;
                case Position or Bar when kept.Count > 0 && Score24Vocabulary.TokenOf(kept[^1]).Family == Position:
                    kept.RemoveAt(kept.Count - 1);
                    break;
            }
            kept.Add(id);
        }
        return [.. kept];
    }
}
