using MusicGen.Contracts.Datasets;
using MusicGen.Music.Tokens;
using PartSelection = MusicGen.Music.Tokens.PartSelection;

namespace MusicGen.Grains.Datasets;

/// <summary>A contract's tokenizer settings in the words of the music library.</summary>
public static class TokenizerOptions
{
    public static NoteNamesOptions Of(NoteNamesSettings settings) => new()
    {
        Parts = settings.Parts == Contracts.Datasets.PartSelection.First ? PartSelection.First : PartSelection.AllPitched,
        ToleranceDivisor = settings.ToleranceDivisor,
        SplitTiesAtBar = settings.SplitTiesAtBar,
    };
}
