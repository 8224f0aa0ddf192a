using MusicGen.Inference.Decoding;
using MusicGen.Inference.Tokens;
using MusicGen.Music.Tokens;

namespace MusicGen.Grains.Models;

/// <summary>A model ready to compose; immutable and shared by all who compose with it.</summary>
/// <param name="Network">The weights.</param>
/// <param name="Vocabulary">Its words.</param>
/// <param name="Tokenizer">The language that they are words of.</param>
internal sealed record LoadedModel(Decoder Network, Vocabulary Vocabulary, Tokenizer Tokenizer)
{
    /// <summary>Memory that it takes, the few of its words left out.</summary>
    public long Bytes => Network.WeightBytes;
}
