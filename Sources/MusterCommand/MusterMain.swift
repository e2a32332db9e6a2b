@main
enum MusterMain {
    static func main() {}
}
