/**
 * JSON with a line for each member, and anything else as it is. It is not parsed: numbers keep all
 * their digits.
 */
export function readable(text) {
    if (!/^\s*[[{]/.test(text)) {
        return text;
    }
    let depth = 0;
    const line = () => `\n${"  ".repeat(Math.max(0, depth))}`;
    return text.replace(/"(?:[^"\\]|\\.)*"|[{[]\s*[}\]]|[{}[\],:]|\s+|[^\s"{}[\],:]+/g, token => {
        switch (token) {
            case "{":
            case "[":
                depth++;
                return token + line();
            case "}":
            case "]":
                depth--;
                return line() + token;
            case ",":
                return token + line();
            case ":":
                return ": ";
            default:
                return /^\s+$/.test(token) ? "" : token;
        }
    });
}
